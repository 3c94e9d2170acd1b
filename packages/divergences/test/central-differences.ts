import { expect } from "vitest";

/**
 * Compares a gradient with central differences of the function, entry by entry: |got − difference| ≤ tolerance · (1 + the
 * largest entry). The step 6e-6 is the cube root of epsilon.
 */
export function expectGradient(
  gradient: ArrayLike<number>,
  f: (points: number[][]) => number,
  points: readonly (readonly number[])[],
  tolerance = 1e-6,
): void {
  expect(gradient.length).toBe(points.length * points[0]!.length);
  expect(largestError(gradient, f, points)).toBeLessThan(tolerance);
}

/** The largest |got − difference|, relative to 1 + the largest entry. */
export function largestError(
  gradient: ArrayLike<number>,
  f: (points: number[][]) => number,
  points: readonly (readonly number[])[],
): number {
  const step = 6e-6;
  const d = points[0]!.length;
  const scale = 1 + Math.max(...Array.from(gradient, Math.abs));
  const at = (i: number, j: number, change: number) =>
    f(points.map((point, row) => point.map((value, k) => (row === i && k === j ? value + change : value))));
  let largest = 0;
  for (let i = 0; i < points.length; i++)
    for (let j = 0; j < d; j++) {
      const difference = (at(i, j, step) - at(i, j, -step)) / (2 * step);
      largest = Math.max(largest, Math.abs(gradient[i * d + j]! - difference) / scale);
    }
  return largest;
}
