import { checkChoices, checkOptions } from "@elbowjs/arguments";
import { type Bandwidth, readBandwidths } from "./bandwidth.js";
import { type DistanceTile, sumOverPairs } from "./distance-tiles.js";
import { type PackedPoints, packPoints } from "./packed-points.js";
import { type PointRows, type Points, readPair } from "./points.js";
import { readWeights } from "./weights.js";

export interface MmdOptions {
  /**
   * σ of the kernel exp(−‖x − y‖² / 2σ²), > 0; several, whose kernels are averaged; or 'median', the median distance among all points
   * (of at most 1,000, spread evenly over them). Default 'median'.
   */
  readonly bandwidth?: Bandwidth;
  /** 'unbiased' leaves out each point's pair with itself, and may be negative; 'biased' is ≥ 0. Default 'unbiased'. */
  readonly estimator?: "unbiased" | "biased";
  /** Masses of x, of any positive sum. Default: equal ones. */
  readonly xWeights?: ArrayLike<number>;
  /** Masses of y, of any positive sum. Default: equal ones. */
  readonly yWeights?: ArrayLike<number>;
}

/**
 * The squared maximum mean discrepancy, E k(x, x′) − 2 E k(x, y) + E k(y, y′): the squared distance of the two sets' means in the space
 * of the Gaussian kernel. Computed in tiles, without a matrix of n × m numbers, in O((n + m)² d).
 *
 * @param x n points of d numbers. @param y m points of d numbers.
 * @returns without unit. The unbiased estimate is 0 on average for equal distributions, and so negative half of the time; it is left
 *   so: a root or a maximum with 0 would bias it.
 * @throws TypeError or RangeError for what are no points of one space, weights that are none, a bandwidth that is not above 0, or a
 *   set of one point with the unbiased estimator.
 * @see A. Gretton et al., A Kernel Two-Sample Test, 2012, lemma 6 and equation 5.
 */
export function mmdSquared(x: Points, y: Points, options: MmdOptions = {}): number {
  const { from, to, a, b, sigmas, isUnbiased } = readMmd("mmdSquared", x, y, options);
  const [packedX, packedY] = packPoints(from, to) as [PackedPoints, PackedPoints];
  const kernel = (tile: DistanceTile) => applyKernel(tile, sigmas);
  const own = (points: PackedPoints, weights: Float64Array) => {
    const pairs = 2 * sumOverPairs(points, points, weights, weights, kernel);
    const diagonal = squareSum(weights);
    return isUnbiased ? pairs / (1 - diagonal) : pairs + diagonal;
  };
  return own(packedX, a) + own(packedY, b) - 2 * sumOverPairs(packedX, packedY, a, b, kernel);
}

/**
 * The gradient of `mmdSquared(x, y, options)` with respect to x, a bandwidth 'median' held.
 *
 * @returns n × d numbers, row after row.
 * @throws as `mmdSquared`.
 */
export function mmdSquaredGradient(x: Points, y: Points, options: MmdOptions = {}): Float64Array {
  const { from, to, a, b, sigmas, isUnbiased } = readMmd("mmdSquaredGradient", x, y, options);
  const gradient = new Float64Array(from.n * from.d);
  addGradient(gradient, from, from, a, a, sigmas, isUnbiased ? 2 / (1 - squareSum(a)) : 2);
  addGradient(gradient, from, to, a, b, sigmas, -2);
  return gradient;
}

/** Adds scale · aᵢ Σⱼ bⱼ ∂k(xᵢ, yⱼ)/∂xᵢ = −scale · aᵢ Σⱼ bⱼ k(xᵢ, yⱼ) (xᵢ − yⱼ)/σ². */
function addGradient(
  gradient: Float64Array,
  x: PointRows,
  y: PointRows,
  a: Float64Array,
  b: Float64Array,
  sigmas: readonly number[],
  scale: number,
): void {
  const { n, d } = x;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < y.n; j++) {
      let squared = 0;
      for (let k = i * d, l = j * d; k < (i + 1) * d; k++, l++) squared += (x.data[k]! - y.data[l]!) ** 2;
      let slope = 0;
      for (const sigma of sigmas) slope += Math.exp(-squared / (2 * sigma * sigma)) / (sigma * sigma);
      const factor = (-scale * a[i]! * b[j]! * slope) / sigmas.length;
      for (let k = i * d, l = j * d; k < (i + 1) * d; k++, l++)
        gradient[k]! += factor * (x.data[k]! - y.data[l]!);
    }
}

/** A tile's squared distances ← kernel values, the mean over the bandwidths. */
export function applyKernel(tile: DistanceTile, sigmas: readonly number[]): void {
  const factors = sigmas.map((sigma) => -0.5 / sigma ** 2);
  if (factors.length === 1) {
    tile.exponentiate(factors[0]!);
    return;
  }
  const { squares } = tile;
  const given = squares.slice();
  const total = new Float64Array(squares.length);
  for (const factor of factors) {
    squares.set(given);
    tile.exponentiate(factor);
    for (let i = 0; i < total.length; i++) total[i]! += squares[i]!;
  }
  for (let i = 0; i < total.length; i++) squares[i] = total[i]! / factors.length;
}

function squareSum(weights: Float64Array): number {
  return weights.reduce((total, weight) => total + weight * weight, 0);
}

function readMmd(caller: string, x: Points, y: Points, options: MmdOptions) {
  checkOptions(caller, options, ["bandwidth", "estimator", "xWeights", "yWeights"]);
  const { bandwidth = "median", estimator = "unbiased", xWeights, yWeights } = options;
  checkChoices(caller, { estimator: [estimator, ["unbiased", "biased"]] });
  const [from, to] = readPair(caller, x, y);
  const a = readWeights(caller, "xWeights", xWeights, from.n);
  const b = readWeights(caller, "yWeights", yWeights, to.n);
  const isUnbiased = estimator === "unbiased";
  if (isUnbiased)
    for (const [name, weights] of [
      ["x", a],
      ["y", b],
    ] as const)
      if (!(squareSum(weights) < 1))
        throw new RangeError(
          `${caller}: expected at least 2 points with a weight above 0 in ${name}, got one; take estimator: "biased"`,
        );
  return { from, to, a, b, sigmas: readBandwidths(caller, bandwidth, from, to), isUnbiased };
}
