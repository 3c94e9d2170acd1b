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
