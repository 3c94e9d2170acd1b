import { type Tensor, type Variable, variable, zerosLike } from "@tensorflow/tfjs-core";
import { type AdamOptions, adam } from "./adam.js";
import { type SgdOptions, sgd } from "./sgd.js";

/** Which optimiser, and its settings: plain data, so that a checkpoint can tell. */
export type OptimizerOptions =
  | ({ readonly type: "sgd" } & SgdOptions)
  | ({ readonly type: "adam" } & AdamOptions);

/** Changes weights along their gradients. */
export interface Optimizer {
  /** η, before any schedule. */
  readonly learningRate: number;
  /**
   * One step, in place.
   *
   * @param t steps including this one, counted from 1.
   */
  step(weight: Variable, gradient: Tensor, slots: Slots, learningRate: number, t: number): void;
  /** The names of what is remembered by weight: `momentum`, `mean`, `square`. Each starts at zero. */
  readonly slotNames: readonly string[];
}

/** What an optimiser remembers of one weight. */
export type Slots = Readonly<Record<string, Variable>>;

/** The optimiser that the options describe. @throws RangeError or TypeError for options outside their range or kind. */
export function optimizer(options: OptimizerOptions): Optimizer {
  switch (options.type) {
    case "sgd":
      return sgd(options);
    case "adam":
      return adam(options);
    default:
      throw new TypeError(
        `optimizer: expected type 'sgd' or 'adam', got ${JSON.stringify((options satisfies never as OptimizerOptions).type)}`,
      );
  }
}

/** Slots at zero for one weight. */
export function zeroSlots(slotNames: readonly string[], weight: Variable): Record<string, Variable> {
  const slots: Record<string, Variable> = {};
  for (const name of slotNames) {
    const zeros = zerosLike(weight);
    slots[name] = variable(zeros, false);
    zeros.dispose();
  }
  return slots;
}

/** Refuses a setting outside [0, below). */
export function checkSetting(who: string, name: string, value: number, below: number): void {
  if (!(value >= 0 && value < below))
    throw new RangeError(
      `${who}: expected ${name} in [0, ${below === Number.POSITIVE_INFINITY ? "∞" : below}), got ${value}`,
    );
}
