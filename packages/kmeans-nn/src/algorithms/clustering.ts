import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import type { Seeding } from "../seeding/seeding.js";

/** Options that the algorithms without a network share. */
export interface ClusteringOptions {
  /** Number of centres, an integer ≥ 1 and at most the number of samples. */
  readonly k: number;
  /** How the first centres are drawn, or the centres, k×d. Default `'k-means++'`. */
  readonly init?: Seeding | Float32Array;
  /** Seed of the first centres, and of the order where there is one, an integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** How much each sample counts, ≥ 0. Default 1 each. */
  readonly weights?: ArrayLike<number>;
  /** Called after every iteration. Default: none. */
  readonly onIteration?: (report: IterationReport) => void;
  /** Stops it: the promise rejects with the signal's reason. Default: none. */
  readonly signal?: AbortSignal;
}

/**
 * Checks the options that the algorithms share, and that there are no others than these and its own.
 *
 * @throws TypeError or RangeError as @elbowjs/arguments does.
 */
export function checkClusteringOptions(
  caller: string,
  options: Omit<ClusteringOptions, "weights">,
  own: readonly string[],
): void {
  checkOptions(caller, options, ["k", "init", "seed", "onIteration", "signal", ...own]);
  checkNumbers(caller, {
    k: [options.k, "integer ≥ 1"],
    seed: [options.seed, "integer ≥ 0 or undefined"],
  });
  checkKinds(caller, {
    onIteration: [options.onIteration, "function or undefined"],
    signal: [options.signal, "AbortSignal or undefined"],
  });
}

/** What every algorithm without a network gives back. */
export interface Clustering {
  /** Centres, row by row, k×d. */
  readonly centers: Float32Array;
  /** Nearest centre of every sample, the lowest one on a tie. */
  readonly assignments: Int32Array;
  /** Σ w‖x − its centre‖². */
  readonly inertia: number;
  /** Passes over the data (`lloyd`, `competitiveLearning`) or batches (`miniBatch`) that were made. */
  readonly iterations: number;
  /** True if it stopped because nothing changed any more, or less than the tolerance. */
  readonly converged: boolean;
  /** Centres that have samples, at most k; fewer where the data have fewer distinct samples than k. */
  readonly usedClusters: number;
}

/** Where an algorithm is, for a progress bar. */
export interface IterationReport {
  /** Number of the iteration, from 1. */
  readonly iteration: number;
  /** Inertia of the centres before the iteration, over the samples it saw. */
  readonly inertia: number;
  /** Sum of the squared distances the centres moved by. */
  readonly shift: number;
}
