import { checkNumbers } from "@elbowjs/arguments";
import {
  type CompleteRunOptions,
  completeRunOptions,
  type RunDefaults,
  type RunOptions,
  runOptionNames,
} from "@elbowjs/runs";

/** Options of a training by {@link train}: those of every run, and what is done with gradients and weights. */
export interface TrainOptions<V = unknown> extends RunOptions<V> {
  /** Largest norm of all gradients of a player together, > 0; larger ones are scaled down. Default: none. */
  readonly clipNorm?: number;
  /**
   * β in [0, 1) of an exponential moving average of the weights; 0.999 is usual. The averages stand in the model while it is
   * validated, in `onEpoch`, and when training has ended, be it by an abort. Default: none.
   */
  readonly averageDecay?: number;
}

/** The names of {@link TrainOptions}, for a model's `checkOptions`. */
export const trainOptionNames: readonly string[] = [...runOptionNames, "clipNorm", "averageDecay"];

/** {@link TrainOptions} with its defaults. */
export type CompleteTrainOptions<V> = CompleteRunOptions<TrainOptions<V>>;

/** Checks the options of a training, before any work. */
export function completeTrainOptions<V>(
  caller: string,
  options: TrainOptions<V>,
  defaults: RunDefaults,
): CompleteTrainOptions<V> {
  const { clipNorm, averageDecay } = options;
  checkNumbers(caller, {
    clipNorm: [clipNorm, "> 0 or undefined"],
    averageDecay: [averageDecay, "[0, 1) or undefined"],
  });
  return completeRunOptions(caller, options, defaults);
}
