import { checkKinds, checkNumbers } from "@elbowjs/arguments";

/** What is told after a batch. */
export interface BatchReport {
  /** From 1. */
  readonly epoch: number;
  /** Batch within the epoch, from 1, of `batches`. */
  readonly batch: number;
  readonly batches: number;
  /** Batch within the training, from 1, of `steps`. */
  readonly step: number;
  readonly steps: number;
  /** The first player's loss on this batch, before its last step on it. */
  readonly loss: number;
  /** The loss of each player, by name. */
  readonly losses: Readonly<Record<string, number>>;
}

/** What is told after an epoch. */
export interface EpochReport<V = unknown> {
  /** From 1. */
  readonly epoch: number;
  /** The first player's loss: the mean over the epoch's rows, in training mode. */
  readonly loss: number;
  /** The same of each player, by name. */
  readonly losses: Readonly<Record<string, number>>;
  /** What the model measures on the validation data, if any were given. */
  readonly validation?: V;
  /** Time of the epoch, validation included, without `onEpoch`; undefined for an epoch before a checkpoint. */
  readonly seconds?: number;
}

/** What a training returns. */
export interface Training<V = unknown> {
  /** One report per epoch, those before a checkpoint included. */
  readonly epochs: readonly EpochReport<V>[];
  /** Time of this call, in seconds. */
  readonly seconds: number;
}

/** Options of every model's `fit`. */
export interface TrainOptions<V = unknown> {
  /** Passes over the data; an integer ≥ 1. Default 10. */
  readonly epochs?: number;
  /** Rows per step; an integer ≥ 1. Default 64. */
  readonly batchSize?: number;
  /** Order, noise and dropout; an integer ≥ 0. Default: the model's seed. */
  readonly seed?: number;
  /** A new order each epoch (true), or the data's own. Default true. */
  readonly shuffle?: boolean;
  /** Largest norm of all gradients of a player together, > 0; larger ones are scaled down. Default: none. */
  readonly clipNorm?: number;
  /**
   * β in [0, 1) of an exponential moving average of the weights; 0.999 is usual. The averages stand in the model while it is
   * validated, in `onEpoch`, and when training has ended, be it by an abort. Default: none.
   */
  readonly averageDecay?: number;
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
  readonly onEpoch?: (report: EpochReport<V>, checkpoint: () => Promise<Uint8Array>) => unknown;
  /** Stops training after the step under way; `fit` then rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** The names of {@link TrainOptions}, for a model's `checkOptions`. */
export const trainOptionNames = [
  "epochs",
  "batchSize",
  "seed",
  "shuffle",
  "clipNorm",
  "averageDecay",
  "patience",
  "resume",
  "onBatch",
  "onEpoch",
  "signal",
] as const;

/** {@link TrainOptions} with its defaults. */
export type CompleteTrainOptions<V> = TrainOptions<V> &
  Required<Pick<TrainOptions<V>, "epochs" | "batchSize" | "seed" | "shuffle">>;

/** Checks the options of a training, before any work. */
export function completeTrainOptions<V>(
  caller: string,
  options: TrainOptions<V>,
  { seed: ownSeed, smallestBatch }: { readonly seed: number; readonly smallestBatch: number },
): CompleteTrainOptions<V> {
  const { epochs = 10, batchSize = 64, seed = ownSeed, shuffle = true } = options;
  const { clipNorm, averageDecay, patience, resume, onBatch, onEpoch, signal } = options;
  checkNumbers(caller, {
    epochs: [epochs, "integer ≥ 1"],
    batchSize: [batchSize, `integer ≥ ${smallestBatch}`],
    seed: [seed, "integer ≥ 0"],
    clipNorm: [clipNorm, "> 0 or undefined"],
    averageDecay: [averageDecay, "[0, 1) or undefined"],
    patience: [patience, "integer ≥ 1 or undefined"],
  });
  checkKinds(caller, {
    shuffle: [shuffle, "boolean"],
    resume: [resume, "Uint8Array or undefined"],
    onBatch: [onBatch, "function or undefined"],
    onEpoch: [onEpoch, "function or undefined"],
    signal: [signal, "AbortSignal or undefined"],
  });
  return { ...options, epochs, batchSize, seed, shuffle };
}
