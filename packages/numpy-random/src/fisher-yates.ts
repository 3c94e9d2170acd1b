import type { PCG64 } from "./pcg64.js";

/** An array that can be shuffled in place: a plain one or any typed array. */
export interface MutableList<T = unknown> {
  readonly length: number;
  [index: number]: T;
}

/**
 * Fisher–Yates shuffle in place, from the last element down to `first`, each exchanged with one at or before it.
 *
 * @param drawUpTo Gives an integer uniform on 0 … last.
 */
export function fisherYates<T>(
  bits: PCG64,
  list: MutableList<T>,
  first: number,
  drawUpTo: (bits: PCG64, last: number) => number,
): void {
  for (let i = list.length - 1; i >= first; i--) {
    const j = drawUpTo(bits, i);
    const held = list[i]!;
    list[i] = list[j]!;
    list[j] = held;
  }
}

/** 0, 1, … n − 1. */
export function range(n: number): Int32Array {
  const indices = new Int32Array(n);
  for (let i = 0; i < n; i++) indices[i] = i;
  return indices;
}
