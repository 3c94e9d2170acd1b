import { checkKinds, checkNumbers, checkShape } from "@elbowjs/arguments";
import type { Schedule } from "@elbowjs/runs";
import { type Tensor, type Variable, variable, zerosLike } from "@tensorflow/tfjs-core";

/** Changes weights along their gradients. */
export interface Optimizer {
  /** η: a number, or its schedule over the run. */
  readonly learningRate: number | Schedule;
  /** Everything that changes what it does, η apart: plain data, so that a checkpoint can tell. */
  readonly settings: Readonly<Record<string, number | string>>;
  /** The names of what is remembered by weight: `momentum`, `mean`, `square`. Each starts at zero. */
  readonly slotNames: readonly string[];
  /**
   * One step, in place.
   *
   * @param learningRate η of this step.
   * @param t steps including this one, counted from 1.
   */
  step(weight: Variable, gradient: Tensor, slots: Slots, learningRate: number, t: number): void;
}

/** What an optimiser remembers of one weight. */
export type Slots = Readonly<Record<string, Variable>>;

/** Refuses what a step of an optimiser cannot take; once per weight and step, so only kinds and shapes. */
export function checkStep(
  caller: string,
  weight: Variable,
  gradient: Tensor,
  slots: Slots,
  slotNames: readonly string[],
  learningRate: number,
): void {
  checkKinds(caller, { weight: [weight, "Tensor"], gradient: [gradient, "Tensor"] });
  checkKinds(caller, { weight: [weight, { assign: "function" }], slots: [slots, "object"] });
  for (const name of slotNames) checkKinds(caller, { [`slots.${name}`]: [slots[name], "Tensor"] });
  checkShape(caller, "gradient", gradient.shape, weight.shape);
  checkNumbers(caller, { learningRate: [learningRate, "finite"] });
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
