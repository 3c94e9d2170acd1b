import { checkKinds, checkNumbers, refusal } from "@elbowjs/arguments";
import type { BatchReport, EpochReport } from "./run-reports.js";

/**
 * Options of every model's `fit`, whatever it trains.
 *
 * @typeParam V what is measured on the validation data.
 * @typeParam R what is told after an epoch.
 */
export interface RunOptions<V = unknown, R extends EpochReport<V> = EpochReport<V>> {
  /** Passes over the data; an integer ≥ 1. Default 10. */
  readonly epochs?: number;
  /** Rows per step; an integer ≥ 1. Default 64. */
  readonly batchSize?: number;
  /** Order, noise and dropout; an integer ≥ 0. Default: the model's seed. */
  readonly seed?: number;
  /** A new order each epoch (true), or the data's own. Default true. */
  readonly shuffle?: boolean;
  /**
   * Stop after so many epochs without a new lowest validation loss, an integer ≥ 1; the model then has the weights of the epoch
   * with the lowest. Default: none.
   */
  readonly patience?: number;
  /** A checkpoint to go on from, of a run with these options; its last bit is as if there had been no break. Default: none. */
  readonly resume?: Uint8Array;
  /**
   * Called for each batch, in order, on WebGPU for sixteen at a time when the sixteen after them are under way; a promise that it
   * returns is waited for, so that training can be paused. Default: none.
   */
  readonly onBatch?: (report: BatchReport) => unknown;
  /**
   * Called, and waited for, after each epoch; `checkpoint()`, called before it returns, gives the bytes for `resume`. Default: none.
   */
  readonly onEpoch?: (report: R, checkpoint: () => Promise<Uint8Array>) => unknown;
  /** Stops training after the step under way; `fit` then rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** The names of {@link RunOptions}, for a model's `checkOptions`. */
export const runOptionNames = [
  "epochs",
  "batchSize",
  "seed",
  "shuffle",
  "patience",
  "resume",
  "onBatch",
  "onEpoch",
  "signal",
] as const;

/** What has a default among {@link RunOptions}. */
type Defaulted = "epochs" | "batchSize" | "seed" | "shuffle";

/** Options with the defaults of {@link RunOptions}. */
export type CompleteRunOptions<O extends RunOptions<never, never>> = O & Required<Pick<O, Defaulted>>;

/**
 * Checks the options of a run and fills in their defaults, before any work.
 *
 * @param seed of the model, the run's by default.
 * @param smallestBatch rows that a step needs at least. Default 1.
 * @param validates whether there are validation data, without which `patience` has nothing to look at.
 * @throws RangeError or TypeError for an option outside its range or kind.
 */
export function completeRunOptions<O extends RunOptions<never, never>>(
  caller: string,
  options: O,
  defaults: RunDefaults,
): CompleteRunOptions<O> {
  checkKinds(caller, { options: [options, "object"], defaults: [defaults, "object"] });
  const { seed: own, smallestBatch = 1, validates } = defaults;
  const { epochs = 10, batchSize = 64, seed = own, shuffle = true } = options;
  const { patience, resume, onBatch, onEpoch, signal } = options;
  checkNumbers(caller, {
    epochs: [epochs, "integer ≥ 1"],
    batchSize: [batchSize, `integer ≥ ${smallestBatch}`],
    seed: [seed, "integer ≥ 0"],
    patience: [patience, "integer ≥ 1 or undefined"],
  });
  checkKinds(caller, {
    shuffle: [shuffle, "boolean"],
    resume: [resume, "Uint8Array or undefined"],
    onBatch: [onBatch, "function or undefined"],
    onEpoch: [onEpoch, "function or undefined"],
    signal: [signal, "AbortSignal or undefined"],
  });
  if (patience !== undefined && !validates)
    throw refusal(new TypeError(`${caller}: expected validation data with patience, got none`));
  return { ...options, epochs, batchSize, seed, shuffle };
}

/** What the defaults of {@link RunOptions} depend on. */
export interface RunDefaults {
  readonly seed: number;
  readonly smallestBatch?: number;
  readonly validates: boolean;
}
