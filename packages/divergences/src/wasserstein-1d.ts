import { checkOptions, shown } from "@elbowjs/arguments";
import { eachPiece, readSide, type SortedSide } from "./monotone-coupling.js";

export interface Wasserstein1dOptions {
  /** Order of the distance, ≥ 1 or Infinity. Default 1. */
  readonly p?: number;
  /** Masses of x, of any positive sum. Default: equal ones. */
  readonly xWeights?: ArrayLike<number>;
  /** Masses of y, of any positive sum. Default: equal ones. */
  readonly yWeights?: ArrayLike<number>;
}

/**
 * The p-Wasserstein distance of two sets of numbers, (∫₀¹ |F⁻¹(u) − G⁻¹(u)|ᵖ du)^{1/p}, exactly, by sorting: O(n log n). It is the
 * distance itself, the root; for p = Infinity the largest displacement.
 *
 * @param x numbers in any order. @param y numbers, not necessarily as many.
 * @returns in the numbers' unit, ≥ 0.
 * @throws TypeError for what is no list or an unknown option; RangeError for an empty list, NaN, weights that are negative, all 0 or
 *   too few, or p < 1.
 * @see C. Villani, Topics in Optimal Transportation, 2003, theorem 2.18.
 */
export function wasserstein1d(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: Wasserstein1dOptions = {},
): number {
  const { sideX, sideY, p } = readSides("wasserstein1d", x, y, options, false);
  return distance(sideX, sideY, p);
}

/**
 * The gradient of `wasserstein1d(x, y, options)` with respect to x. Where x and y are at distance 0, and where numbers of x coincide
 * but go to different places, the distance has a kink, and this is one of its subgradients; at distance 0 it is 0.
 *
 * @returns one derivative per number of x.
 * @throws as `wasserstein1d`.
 */
export function wasserstein1dGradient(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: Wasserstein1dOptions = {},
): Float64Array {
  const { sideX, sideY, p } = readSides("wasserstein1dGradient", x, y, options, true);
  const gradient = new Float64Array(x.length);
  const whole = distance(sideX, sideY, p);
  if (whole === 0) return gradient;
  let isFound = false;
  eachPiece(sideX, sideY, (i, j, mass) => {
    const shift = sideX.values[i]! - sideY.values[j]!;
    const place = sideX.order![i]!;
    if (p < Infinity) gradient[place]! += mass * Math.sign(shift) * (Math.abs(shift) / whole) ** (p - 1);
    else if (!isFound && Math.abs(shift) === whole) {
      gradient[place] = Math.sign(shift);
      isFound = true;
    }
  });
  return gradient;
}

/** The distance of two sorted sides; the largest displacement is taken out of the sum, so that no power overflows. */
function distance(x: SortedSide, y: SortedSide, p: number): number {
  let [largest, total] = [0, 0];
  if (p === 1) {
    eachPiece(x, y, (i, j, mass) => {
      total += mass * Math.abs(x.values[i]! - y.values[j]!);
    });
    return total;
  }
  eachPiece(x, y, (i, j) => {
    largest = Math.max(largest, Math.abs(x.values[i]! - y.values[j]!));
  });
  if (p === Infinity || largest === 0) return largest;
  eachPiece(x, y, (i, j, mass) => {
    total += mass * (Math.abs(x.values[i]! - y.values[j]!) / largest) ** p;
  });
  return largest * total ** (1 / p);
}

function readSides(
  caller: string,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: Wasserstein1dOptions,
  keepsOrder: boolean,
) {
  checkOptions(caller, options, ["p", "xWeights", "yWeights"]);
  const { p = 1, xWeights, yWeights } = options;
  checkOrder(caller, p);
  const sideX = readSide(caller, "x", x, xWeights, keepsOrder);
  return { sideX, sideY: readSide(caller, "y", y, yWeights, keepsOrder), p };
}

/** p ≥ 1; below, the triangle inequality fails. */
export function checkOrder(caller: string, p: number, allowsInfinity = true): void {
  if (typeof p !== "number") throw new TypeError(`${caller}: expected p to be a number ≥ 1, got ${shown(p)}`);
  if (!(p >= 1) || (!allowsInfinity && p === Infinity))
    throw new RangeError(`${caller}: expected p ≥ 1${allowsInfinity ? "" : ", finite"}, got ${p}`);
}
