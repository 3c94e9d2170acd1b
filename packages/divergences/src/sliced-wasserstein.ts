import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { PCG64, standardNormal } from "@elbowjs/numpy-random";
import { eachPiece, type SortedSide, sortSide } from "./monotone-coupling.js";
import { type PointRows, type Points, readPair } from "./points.js";
import { checkOrder } from "./wasserstein-1d.js";
import { readWeights } from "./weights.js";

export interface SlicedWassersteinOptions {
  /** Order of the distance, ≥ 1 and finite. Default 2. */
  readonly p?: number;
  /** Directions drawn, ≥ 2. Default 100. */
  readonly projections?: number;
  /** Of the directions; a non-negative integer. Default 0. */
  readonly seed?: number;
  /** Masses of x, of any positive sum. Default: equal ones. */
  readonly xWeights?: ArrayLike<number>;
  /** Masses of y, of any positive sum. Default: equal ones. */
  readonly yWeights?: ArrayLike<number>;
}

export interface SlicedWasserstein {
  /** The distance, the root. */
  readonly distance: number;
  /** Its standard error, from the spread over the directions: three of them to either side hold the exact value. */
  readonly standardError: number;
}

/**
 * The sliced p-Wasserstein distance, (E_θ W_p(θ·x, θ·y)ᵖ)^{1/p} over directions θ uniform on the sphere, by Monte Carlo: each
 * projection is a problem on a line, solved exactly. O(projections · n (d + log n)).
 *
 * @param x n points of d numbers. @param y m points of d numbers.
 * @returns in the points' unit; the same bits for the same seed.
 * @throws TypeError or RangeError for what are no points of one space, weights that are none, p < 1, or fewer than 2 projections.
 * @see N. Bonneel et al., Sliced and Radon Wasserstein Barycenters of Measures, 2015.
 */
export function slicedWasserstein(
  x: Points,
  y: Points,
  options: SlicedWassersteinOptions = {},
): SlicedWasserstein {
  const { p, projections, slices } = readSlices("slicedWasserstein", x, y, options, false);
  let [mean, squares, count] = [0, 0, 0];
  for (const { sideX, sideY } of slices) {
    const power = powerOf(sideX, sideY, p);
    const change = power - mean;
    mean += change / ++count;
    squares += change * (power - mean); // Welford's
  }
  const distance = mean ** (1 / p);
  if (distance === 0) return { distance, standardError: 0 };
  const standardError = Math.sqrt(squares / (projections - 1) / projections);
  return { distance, standardError: (standardError * distance) / (p * mean) };
}

/**
 * The gradient of `slicedWasserstein(x, y, options).distance` with respect to x, for the directions that the seed draws; 0 at
 * distance 0, where there is a kink.
 *
 * @returns n × d numbers, row after row.
 * @throws as `slicedWasserstein`.
 */
export function slicedWassersteinGradient(
  x: Points,
  y: Points,
  options: SlicedWassersteinOptions = {},
): Float64Array {
  const { p, projections, slices, n, d } = readSlices("slicedWassersteinGradient", x, y, options, true);
  const gradient = new Float64Array(n * d);
  let mean = 0;
  for (const { sideX, sideY, direction } of slices) {
    mean += powerOf(sideX, sideY, p) / projections;
    eachPiece(sideX, sideY, (i, j, mass) => {
      const shift = sideX.values[i]! - sideY.values[j]!;
      const slope = (mass * Math.sign(shift) * Math.abs(shift) ** (p - 1)) / projections;
      const row = sideX.order![i]! * d;
      for (let k = 0; k < d; k++) gradient[row + k]! += slope * direction[k]!;
    });
  }
  // (mᵖ)^{1/p}: the outer derivative m^{1/p − 1} / p, with the p of the inner one.
  return mean === 0 ? gradient : gradient.map((value) => value * mean ** (1 / p - 1));
}

function powerOf(x: SortedSide, y: SortedSide, p: number): number {
  let total = 0;
  eachPiece(x, y, (i, j, mass) => {
    const shift = Math.abs(x.values[i]! - y.values[j]!);
    total += mass * (p === 1 ? shift : p === 2 ? shift * shift : shift ** p);
  });
  return total;
}

function readSlices(
  caller: string,
  x: Points,
  y: Points,
  options: SlicedWassersteinOptions,
  keepsOrder: boolean,
) {
  checkOptions(caller, options, ["p", "projections", "seed", "xWeights", "yWeights"]);
  const { p = 2, projections = 100, seed = 0, xWeights, yWeights } = options;
  checkOrder(caller, p, false);
  checkNumbers(caller, { projections: [projections, "integer ≥ 2"], seed: [seed, "integer ≥ 0"] });
  const [from, to] = readPair(caller, x, y);
  if (xWeights) readWeights(caller, "xWeights", xWeights, from.n);
  if (yWeights) readWeights(caller, "yWeights", yWeights, to.n);
  const bits = new PCG64(seed);
  function* slices() {
    for (let k = 0; k < projections; k++) {
      const direction = drawDirection(bits, from.d);
      yield {
        direction,
        sideX: sortSide(project(from, direction), xWeights, keepsOrder),
        sideY: sortSide(project(to, direction), yWeights, keepsOrder),
      };
    }
  }
  return { p, projections, slices: slices(), n: from.n, d: from.d };
}

/** Uniform on the sphere. */
function drawDirection(bits: PCG64, d: number): Float64Array {
  const normal = standardNormal(bits, d);
  const length = Math.hypot(...normal);
  return normal.map((value) => value / length);
}

function project({ data, n, d }: PointRows, direction: Float64Array): Float64Array {
  const projected = new Float64Array(n);
  for (let i = 0, place = 0; i < n; i++) {
    let total = 0;
    for (let k = 0; k < d; k++, place++) total += data[place]! * direction[k]!;
    projected[i] = total;
  }
  return projected;
}
