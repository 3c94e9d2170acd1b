import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { PCG64, permutation } from "@elbowjs/numpy-random";
import { type Bandwidth, readBandwidths, readMedian } from "./bandwidth.js";
import { eachTile } from "./distance-tiles.js";
import { applyKernel } from "./mmd.js";
import { packPoints } from "./packed-points.js";
import { type PointRows, type Points, readPair } from "./points.js";
import { tileSize } from "./tile-size.js";

export interface MmdTestOptions {
  /** Random assignments of the points to the two sets, ≥ 1. Default 999, so that p-values are multiples of 0.001. */
  readonly permutations?: number;
  /** Of the assignments; a non-negative integer. Default 0. */
  readonly seed?: number;
  /**
   * As for `mmdSquared`, 'median' being over the points of both sets and so the same for every assignment; or 'aggregated': ½, 1, 2 and
   * 4 times the median, of which the one counts whose statistic is most standard deviations above the mean of the assignments.
   * A difference of means shows best at a large bandwidth, one of shapes at a small one. Default 'aggregated'.
   */
  readonly bandwidth?: Bandwidth | "aggregated";
}

export interface MmdTest {
  /** The unbiased `mmdSquared` at `bandwidth`. */
  readonly statistic: number;
  /** σ that the statistic belongs to: of several aggregated ones the one that stands out most. */
  readonly bandwidth: number | readonly number[];
  /** Share of assignments, the actual one included, with a statistic as large: (1 + #{T ≥ t}) / (1 + permutations). */
  readonly pValue: number;
}

/**
 * Tests whether two sets of points come from one distribution, by the unbiased squared MMD and random permutations. Under that
 * hypothesis the p-value is at most α with probability at most α, for any number of points, permutations and bandwidths.
 *
 * The kernel is computed once, tile by tile, for all permutations. Points carry no weights here: a permutation would move them.
 *
 * @param x n ≥ 2 points of d numbers. @param y m ≥ 2 points of d numbers.
 * @throws TypeError or RangeError for what are no points of one space, fewer than 2 of them, or a bandwidth that is not above 0.
 * @see A. Gretton et al., A Kernel Two-Sample Test, 2012; B. Phipson, G. Smyth, Permutation p-values Should Never Be Zero, 2010; A.
 *   Schrab et al., MMD Aggregated Two-Sample Test, 2023, and F. Biggs et al., MMD-FUSE, 2023 (several bandwidths in one test).
 */
export function mmdTest(x: Points, y: Points, options: MmdTestOptions = {}): MmdTest {
  const caller = "mmdTest";
  checkOptions(caller, options, ["permutations", "seed", "bandwidth"]);
  const { permutations = 999, seed = 0, bandwidth = "aggregated" } = options;
  checkNumbers(caller, { permutations: [permutations, "integer ≥ 1"], seed: [seed, "integer ≥ 0"] });
  const [from, to] = readPair(caller, x, y);
  if (Math.min(from.n, to.n) < 2)
    throw new RangeError(`${caller}: expected at least 2 points in x and in y, got ${from.n} and ${to.n}`);
  const kernels = readKernels(caller, bandwidth, from, to);
  const count = from.n + to.n;
  const data = new Float64Array(count * from.d);
  data.set(from.data);
  data.set(to.data, from.data.length);
  const masks = drawMasks(seed, permutations, from.n, count);
  const statistics = kernels.map((sigmas) => {
    const sums = sumsWithin({ data, n: count, d: from.d }, masks, sigmas);
    return masks.map((mask, k) => statistic(mask, sums.within[k]!, sums.ofRows, from.n));
  });
  const scores = statistics.map(standardScores);
  const largest = masks.map((_, k) => Math.max(...scores.map((score) => score[k]!)));
  const place = scores.findIndex((score) => score[0] === largest[0]);
  // A tie up to rounding is a tie: it counts against rejection.
  const asLarge = largest.filter((value) => value >= largest[0]! - 1e-9).length;
  const sigmas = kernels[place]!;
  return {
    statistic: statistics[place]![0]!,
    bandwidth: sigmas.length === 1 ? sigmas[0]! : sigmas,
    pValue: asLarge / (permutations + 1),
  };
}

/** Times the median, the bandwidths of which the most telling counts. */
const multiples = [0.5, 1, 2, 4];

/** The bandwidths of each kernel: one kernel, or several to choose from. */
function readKernels(
  caller: string,
  bandwidth: Bandwidth | "aggregated",
  from: PointRows,
  to: PointRows,
): readonly (readonly number[])[] {
  if (bandwidth !== "aggregated") return [readBandwidths(caller, bandwidth, from, to)];
  const median = readMedian(caller, from, to);
  return multiples.map((multiple) => [multiple * median]);
}

/** Values in standard deviations from their mean; zeros where all are equal. As it treats all assignments alike, the level holds. */
function standardScores(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const deviation = Math.sqrt(variance);
  return values.map((value) => (deviation > 0 ? (value - mean) / deviation : 0));
}

/** 1 for the points of the first set: the actual assignment, then random ones. */
function drawMasks(seed: number, permutations: number, n: number, count: number): Float64Array[] {
  const bits = new PCG64(seed);
  return Array.from({ length: permutations + 1 }, (_, k) => {
    const mask = new Float64Array(count);
    if (k === 0) mask.fill(1, 0, n);
    else for (const i of permutation(bits, count).subarray(0, n)) mask[i] = 1;
    return mask;
  });
}

/** For each mask Σ k over its pairs, and for each point Σ k over its pairs with all others. */
function sumsWithin(
  points: { readonly data: Float64Array; readonly n: number; readonly d: number },
  masks: readonly Float64Array[],
  sigmas: readonly number[],
) {
  const within = new Float64Array(masks.length);
  const ofRows = new Float64Array(points.n);
  const [packed] = packPoints(points);
  eachTile(packed!, packed!, (tile) => {
    const { squares, row, rows, column, columns, isDiagonal } = tile;
    applyKernel(tile, sigmas);
    for (let r = 0; r < rows; r++) {
      const [from, to] = [r * tileSize + (isDiagonal ? r + 1 : 0), r * tileSize + columns];
      const offset = column - r * tileSize;
      for (let place = from; place < to; place++) {
        ofRows[row + r]! += squares[place]!;
        ofRows[place + offset]! += squares[place]!;
      }
      for (const [k, mask] of masks.entries()) {
        if (mask[row + r] === 0) continue;
        let sum = 0;
        for (let place = from; place < to; place++) sum += mask[place + offset]! * squares[place]!;
        within[k]! += sum;
      }
    }
  });
  return { within, ofRows };
}

function statistic(mask: Float64Array, within: number, ofRows: Float64Array, n: number): number {
  const m = mask.length - n;
  let [first, all] = [0, 0];
  for (let i = 0; i < mask.length; i++) {
    first += mask[i]! * ofRows[i]!;
    all += ofRows[i]!;
  }
  const across = first - 2 * within;
  const other = all / 2 - within - across;
  return (2 * within) / (n * (n - 1)) + (2 * other) / (m * (m - 1)) - (2 * across) / (n * m);
}
