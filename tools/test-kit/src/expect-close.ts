import { expect } from "vitest";

/** A number, numbers in any nesting, or a matrix of ml-matrix. */
export type Numbers = number | ArrayLike<Numbers> | { to1DArray(): number[] };

/** How far a number may be off: |got − want| ≤ atol + rtol·|want|. */
export interface Tolerance {
  /** Relative: a part of |want|. Default 0. */
  readonly rtol?: number;
  /** Absolute, for numbers near 0. Default 0. */
  readonly atol?: number;
}

/** What float64 computed in a few operations. */
export const float64: Tolerance = { rtol: 1e-12, atol: 1e-14 };

/** What float32 computed in a few operations. */
export const float32: Tolerance = { rtol: 1e-5, atol: 1e-5 };

/**
 * Every number is within atol + rtol·|want| of the wanted one, in the same order. NaN equals only NaN, an infinity only
 * itself.
 *
 * @param tolerance Default {@link float64}; of one that is given, what it does not name is 0.
 * @throws AssertionError that names the first number that is off.
 */
export function expectClose(got: Numbers, want: Numbers, tolerance: Tolerance = float64): void {
  const mismatch = firstMismatch(got, want, tolerance);
  if (mismatch !== undefined) expect.fail(mismatch);
}

/** The first number that is too far off, in words; undefined if none is. For controls, which have to find one. */
export function firstMismatch(
  got: Numbers,
  want: Numbers,
  { rtol = 0, atol = 0 }: Tolerance = float64,
): string | undefined {
  const [a, b] = [flat(got), flat(want)];
  if (a.length !== b.length) return `expected ${b.length} numbers, got ${a.length}`;
  for (const [i, w] of b.entries()) {
    const g = a[i]!;
    if (g === w || (Number.isNaN(g) && Number.isNaN(w))) continue;
    const allowed = atol + rtol * Math.abs(w);
    if (Number.isFinite(w) && Math.abs(g - w) <= allowed) continue;
    return `entry ${i}: expected ${w} ± ${allowed}, got ${g}`;
  }
  return undefined;
}

function flat(
  numbers: Numbers,
): ArrayLike<number> & Iterable<number> & { entries(): Iterable<[number, number]> } {
  if (typeof numbers === "number") return [numbers];
  if (ArrayBuffer.isView(numbers)) return numbers as unknown as Float64Array;
  if ("to1DArray" in numbers) return numbers.to1DArray();
  return Array.from(numbers, (inner) => (typeof inner === "number" ? [inner] : [...flat(inner)])).flat();
}
