import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { epochOrder, seededOrder } from "@elbowjs/samples";

/** Options of {@link bucketedBatches}. */
export interface BucketOptions {
  /** Sequences per batch, an integer ≥ 1; some batches have fewer. Default 32. */
  readonly batchSize?: number | undefined;
  /** Seed of the order, an integer in [0, 2⁵³). Default 0. */
  readonly seed?: number | undefined;
  /** Number of the epoch, an integer ≥ 0; each has its own batches. Default 0. */
  readonly epoch?: number | undefined;
  /**
   * Batches whose sequences are sorted together, an integer ≥ 1: more of them leave less padding, fewer mix the data better. 1
   * sorts nothing. Default 50.
   */
  readonly pool?: number | undefined;
}

/**
 * The batches of one epoch, each of sequences of about one length, so that little is filled up. The data's order is
 * `epochOrder(n, seed, epoch)`; each `pool · batchSize` of it are sorted by length, cut into batches, and the batches come in
 * random order. A function of its arguments alone.
 *
 * @param lengths Tokens of each sequence.
 * @returns Numbers of sequences, batch by batch; every sequence occurs once.
 * @throws TypeError or RangeError for an option.
 */
export function bucketedBatches(lengths: ArrayLike<number>, options: BucketOptions = {}): Int32Array[] {
  checkOptions("bucketedBatches", options, ["batchSize", "seed", "epoch", "pool"]);
  const { batchSize = 32, seed = 0, epoch = 0, pool = 50 } = options;
  checkNumbers("bucketedBatches", {
    batchSize: [batchSize, "integer ≥ 1"],
    seed: [seed, "integer ≥ 0"],
    epoch: [epoch, "integer ≥ 0"],
    pool: [pool, "integer ≥ 1"],
  });
  const order = epochOrder(lengths.length, seed, epoch);
  const batches: Int32Array[] = [];
  for (let start = 0; start < order.length; start += pool * batchSize) {
    const together = Array.from(order.subarray(start, start + pool * batchSize));
    if (pool > 1) together.sort((a, b) => lengths[a]! - lengths[b]!); // stable: ties keep the random order
    for (let at = 0; at < together.length; at += batchSize)
      batches.push(Int32Array.from(together.slice(at, at + batchSize)));
  }
  return Array.from(seededOrder(batches.length, [seed, batchStream, epoch]), (i) => batches[i]!);
}

/** Number of the random stream for the order of batches, beside 1, that of the order of samples. */
const batchStream = 2;
