import { checkChoices, checkKinds } from "@elbowjs/arguments";
import type { Schedule } from "@elbowjs/runs";
import { type AdamOptions, adam } from "./adam.js";
import type { Optimizer } from "./optimizer.js";
import { type RmspropOptions, rmsprop } from "./rmsprop.js";
import { type SgdOptions, sgd } from "./sgd.js";

/** Which optimiser, and its settings. */
export type OptimizerOptions =
  | ({ readonly type: "sgd" } & SgdOptions)
  | ({ readonly type: "adam" } & AdamOptions)
  | ({ readonly type: "rmsprop" } & RmspropOptions);

/** The optimiser that the options describe. @throws RangeError or TypeError for options outside their range or kind. */
export function optimizer(options: OptimizerOptions): Optimizer {
  checkKinds("optimizer", { options: [options, "object"] });
  const { type, ...settings } = options;
  checkChoices("optimizer", { type: [type, ["sgd", "adam", "rmsprop"]] });
  return { sgd, adam, rmsprop }[type](settings);
}

/** How a model's `fit` lets its optimiser be chosen. */
export interface OptimizerChoice {
  /** η ≥ 0 of the model's own optimiser, or a schedule of it. Not together with `optimizer`. */
  readonly learningRate?: number | Schedule | undefined;
  /** Another optimiser, with its settings. */
  readonly optimizer?: OptimizerOptions | undefined;
}

/** The names of {@link OptimizerChoice}. */
export const optimizerChoiceNames = ["learningRate", "optimizer"] as const;

/**
 * The optimiser that the options of a `fit` choose: the model's own, that one at another rate, or another.
 *
 * @throws TypeError if both a rate and an optimiser are given.
 */
export function chooseOptimizer(
  caller: string,
  { learningRate, optimizer: given }: OptimizerChoice,
  own: OptimizerOptions,
): Optimizer {
  if (given !== undefined && learningRate !== undefined)
    throw new TypeError(
      `${caller}: expected learningRate or optimizer, got both; write optimizer: { type, learningRate }`,
    );
  return optimizer(given ?? { ...own, ...(learningRate !== undefined && { learningRate }) });
}
