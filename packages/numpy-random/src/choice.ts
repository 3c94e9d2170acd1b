import { boundedInteger } from "./bounded-integer.js";
import { checkBits, checkCount, checkOptions, said } from "./draw-arguments.js";
import { fisherYates, range } from "./fisher-yates.js";
import { integers } from "./integers.js";
import type { PCG64 } from "./pcg64.js";

/** Options of {@link choice}. */
export interface ChoiceOptions {
  /** Whether one index can be drawn more than once. Default true, as in NumPy. */
  replace?: boolean;
  /** Probability of each index, n numbers ≥ 0 of sum 1. Default: all equal. */
  p?: ArrayLike<number>;
  /** Whether the order of a draw without replacement is random too. Default true; false is faster, its order is not random. */
  shuffle?: boolean;
}

/**
 * Random indices below n: NumPy's `choice(n, size, replace, p)`. Without `size` one number, with it an Int32Array.
 *
 * @param n Integer in [1, 2³¹): the population is 0 … n − 1.
 * @throws RangeError for an empty population, more draws than there are indices (or positive probabilities) when they may
 * not repeat, and probabilities that are negative, NaN, of another number than n, or do not sum to 1 within 1.5e-8.
 */
export function choice(bits: PCG64, n: number): number;
export function choice(bits: PCG64, n: number, size: number, options?: ChoiceOptions): Int32Array;
export function choice(bits: PCG64, n: number, size?: number, options?: ChoiceOptions): number | Int32Array;
export function choice(
  bits: PCG64,
  n: number,
  size?: number,
  options: ChoiceOptions = {},
): number | Int32Array {
  checkOptions("choice", options, ["replace", "p", "shuffle"]);
  const { replace = true, p, shuffle = true } = options;
  checkBits("choice", bits);
  if (!(Number.isInteger(n) && n >= 1 && n < 2 ** 31))
    throw new RangeError(`choice: expected a population n in [1, 2^31), got ${said(n)}`);
  const count = size === undefined ? 1 : checkCount("choice", size);
  if (!replace && count > n)
    throw new RangeError(`choice: expected size <= n without replacement, got size ${count} and n ${n}`);
  if (p !== undefined) checkProbabilities(p, n, replace ? 0 : count);

  const drawn = replace
    ? p === undefined
      ? (integers(bits, 0, n, count) as Int32Array)
      : weighted(bits, cumulative(p), count)
    : p === undefined
      ? distinct(bits, n, count, shuffle)
      : weightedDistinct(bits, p, count);
  return size === undefined ? drawn[0]! : drawn;
}

function checkProbabilities(p: ArrayLike<number>, n: number, needed: number): void {
  if (typeof p !== "object" || p === null)
    throw new TypeError(`choice: expected probabilities p, ${n} numbers, got ${said(p)}`);
  if (p.length !== n) throw new RangeError(`choice: expected ${n} probabilities p, got ${p.length}`);
  let sum = 0;
  let positive = 0;
  for (let i = 0; i < n; i++) {
    const value = p[i]!;
    if (!(typeof value === "number" && value >= 0))
      throw new RangeError(`choice: expected probabilities p >= 0, got ${said(value)} at ${i}`);
    sum += value;
    if (value > 0) positive++;
  }
  if (!(Math.abs(sum - 1) <= 2 ** -26))
    throw new RangeError(`choice: expected probabilities p of sum 1, got sum ${sum}; divide them by it`);
  if (positive < needed)
    throw new RangeError(
      `choice: expected at least ${needed} positive probabilities without replacement, got ${positive}`,
    );
}

/** Running sums of p, divided by the last. */
function cumulative(p: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(p.length);
  let sum = 0;
  for (let i = 0; i < p.length; i++) sums[i] = sum += p[i]!;
  for (let i = 0; i < p.length; i++) sums[i]! /= sum;
  return sums;
}

/** First index whose sum exceeds u. */
function search(sums: Float64Array, u: number): number {
  let low = 0;
  let high = sums.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (u < sums[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

function weighted(bits: PCG64, sums: Float64Array, count: number): Int32Array {
  return Int32Array.from({ length: count }, () => search(sums, bits.nextDouble()));
}

/** Draws with replacement, keeps the new ones, sets their probabilities to 0, and repeats for those missing. */
function weightedDistinct(bits: PCG64, p: ArrayLike<number>, count: number): Int32Array {
  const left = Float64Array.from(p);
  const found = new Set<number>();
  while (found.size < count) {
    for (const index of weighted(bits, cumulative(left), count - found.size)) found.add(index);
    for (const index of found) left[index] = 0;
  }
  return Int32Array.from(found);
}

/**
 * Without replacement, all equal. For a large part of a large population the tail of a partial Fisher–Yates shuffle,
 * else Floyd's algorithm: where NumPy changes between them, so does this.
 */
function distinct(bits: PCG64, n: number, count: number, shuffle: boolean): Int32Array {
  if (n > 10000 && count > Math.floor(n / (shuffle ? 50 : 20))) {
    const indices = range(n);
    fisherYates(bits, indices, Math.max(n - count, 1), boundedInteger);
    return indices.slice(n - count);
  }
  const found = new Set<number>();
  for (let j = n - count; j < n; j++) {
    const index = boundedInteger(bits, j);
    found.add(found.has(index) ? j : index);
  }
  const indices = Int32Array.from(found);
  if (shuffle) fisherYates(bits, indices, 1, boundedInteger);
  return indices;
}
