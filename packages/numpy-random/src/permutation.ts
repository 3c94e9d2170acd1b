import { checkBits, said } from "./draw-arguments.js";
import { fisherYates, type MutableList, range } from "./fisher-yates.js";
import { maskedInteger } from "./masked-integer.js";
import type { PCG64 } from "./pcg64.js";

/** An array, or what has a length that is that of one. */
const isList = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Number.isSafeInteger((value as ArrayLike<unknown>).length) &&
  (value as ArrayLike<unknown>).length <= 2 ** 29;

/**
 * Shuffles an array in place, in the order NumPy's `shuffle` gives to a one-dimensional array, and returns it.
 *
 * @throws TypeError for what is no array, or no generator.
 */
export function shuffle<L extends MutableList>(bits: PCG64, list: L): L {
  checkBits("shuffle", bits);
  if (!isList(list)) throw new TypeError(`shuffle: expected an array, got ${said(list)}`);
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
  checkBits("permutation", bits);
  if (typeof n !== "number") {
    if (!isList(n)) throw new TypeError(`permutation: expected an integer or an array, got ${said(n)}`);
    return shuffle(bits, Array.from(n));
  }
  if (!(Number.isInteger(n) && n >= 0 && n <= 2 ** 29))
    throw new RangeError(`permutation: expected an integer in [0, 2^29], got ${n}`);
  return shuffle(bits, range(n));
}
