import { checkBits, checkCount, checkFinite } from "./draw-arguments.js";
import type { PCG64 } from "./pcg64.js";

/** Doubles uniform on [0, 1), 53 random bits each: NumPy's `random`. Without `n` one number, with it an array. */
export function random(bits: PCG64): number;
export function random(bits: PCG64, n: number): Float64Array;
export function random(bits: PCG64, n?: number): number | Float64Array;
export function random(bits: PCG64, n?: number): number | Float64Array {
  checkBits("random", bits);
  if (n === undefined) return bits.nextDouble();
  const out = new Float64Array(checkCount("random", n));
  for (let i = 0; i < n; i++) out[i] = bits.nextDouble();
  return out;
}

/**
 * Doubles uniform on [low, high): low + (high − low)·u, NumPy's `uniform`. Rounding can give `high` itself.
 *
 * @throws RangeError if a bound is not finite, their difference overflows, or low > high.
 */
export function uniform(bits: PCG64, low?: number, high?: number): number;
export function uniform(bits: PCG64, low: number, high: number, n: number): Float64Array;
export function uniform(bits: PCG64, low?: number, high?: number, n?: number): number | Float64Array;
export function uniform(bits: PCG64, low = 0, high = 1, n?: number): number | Float64Array {
  checkBits("uniform", bits);
  checkFinite("uniform", "low", low);
  checkFinite("uniform", "high", high);
  const width = checkFinite("uniform", "high - low", high - low);
  if (width < 0) throw new RangeError(`uniform: expected low <= high, got low ${low} and high ${high}`);
  if (n === undefined) return low + width * bits.nextDouble();
  const out = new Float64Array(checkCount("uniform", n));
  for (let i = 0; i < n; i++) out[i] = low + width * bits.nextDouble();
  return out;
}
