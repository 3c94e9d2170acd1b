import { fisherYates, type MutableList, range } from "./fisher-yates.js";
import { maskedInteger } from "./masked-integer.js";
import type { PCG64 } from "./pcg64.js";

/** Shuffles an array in place, in the order NumPy's `shuffle` gives to a one-dimensional array, and returns it. */
export function shuffle<L extends MutableList>(bits: PCG64, list: L): L {
  fisherYates(bits, list, 1, maskedInteger);
  return list;
}

/**
 * The integers 0 … n − 1 in random order, or a shuffled copy of an array: NumPy's `permutation`.
 *
 * @throws RangeError unless n is an integer in [0, 2³¹).
 */
export function permutation(bits: PCG64, n: number): Int32Array;
export function permutation<T>(bits: PCG64, list: ArrayLike<T>): T[];
export function permutation<T>(bits: PCG64, n: number | ArrayLike<T>): Int32Array | T[];
export function permutation<T>(bits: PCG64, n: number | ArrayLike<T>): Int32Array | T[] {
  if (typeof n !== "number") return shuffle(bits, Array.from(n));
  if (!(Number.isInteger(n) && n >= 0 && n < 2 ** 31))
    throw new RangeError(`permutation: expected an integer in [0, 2^31), got ${n}`);
  return shuffle(bits, range(n));
}
