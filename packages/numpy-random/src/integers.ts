import { boundedInteger } from "./bounded-integer.js";
import { checkBits, checkCount, checkOptions, said } from "./draw-arguments.js";
import type { PCG64 } from "./pcg64.js";

/** Options of {@link integers}. */
export interface IntegersOptions {
  /** Whether `high` itself can be drawn. Default false, as in NumPy. */
  endpoint?: boolean;
}

/**
 * Integers uniform on low ≤ k < high: NumPy's `integers` with its default dtype, int64 (int32 and uint32 give the same
 * numbers there; the 8- and 16-bit dtypes and bool draw differently and are not here).
 *
 * @param low Safe integer, included.
 * @param high Safe integer > low, excluded; included with `endpoint`. high − low < 2⁵³.
 * @param n How many. Without it one number; with it an Int32Array where every value of the interval fits in one, else a
 * Float64Array (exact: the interval lies within ±2⁵³).
 * @throws RangeError for bounds that are not safe integers, an empty interval, or one of 2⁵³ values or more.
 */
export function integers(bits: PCG64, low: number, high: number): number;
export function integers(
  bits: PCG64,
  low: number,
  high: number,
  n: number,
  options?: IntegersOptions,
): Int32Array | Float64Array;
export function integers(
  bits: PCG64,
  low: number,
  high: number,
  n?: number,
  options?: IntegersOptions,
): number | Int32Array | Float64Array;
export function integers(
  bits: PCG64,
  low: number,
  high: number,
  n?: number,
  options: IntegersOptions = {},
): number | Int32Array | Float64Array {
  checkOptions("integers", options, ["endpoint"]);
  const { endpoint = false } = options;
  checkBits("integers", bits);
  if (!(Number.isSafeInteger(low) && Number.isSafeInteger(high)))
    throw new RangeError(`integers: expected safe integers low and high, got ${said(low)} and ${said(high)}`);
  const last = endpoint ? high - low : high - low - 1;
  if (last < 0)
    throw new RangeError(`integers: expected low ${endpoint ? "<=" : "<"} high, got ${low} and ${high}`);
  if (!Number.isSafeInteger(last))
    throw new RangeError(`integers: expected an interval of less than 2^53 integers, got ${low} to ${high}`);
  if (n === undefined) return low + boundedInteger(bits, last);
  const fits = low >= -0x80000000 && low + last <= 0x7fffffff;
  checkCount("integers", n);
  const out = fits ? new Int32Array(n) : new Float64Array(n);
  for (let i = 0; i < n; i++) out[i] = low + boundedInteger(bits, last);
  return out;
}
