import { expect } from "vitest";

/** Every entry within atol + rtol·|expected| of the expected one; NaN equals only NaN. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { rtol = 1e-5, atol = 1e-5 }: { rtol?: number; atol?: number } = {},
): void {
  expect(actual.length).toBe(expected.length);
  expect(firstMismatch(actual, expected, rtol, atol)).toBeUndefined();
}

/** The first entry that is too far off, in words. */
export function firstMismatch(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  rtol: number,
  atol: number,
): string | undefined {
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [actual[i]!, expected[i]!];
    const same = Number.isNaN(b) ? Number.isNaN(a) : Math.abs(a - b) <= atol + rtol * Math.abs(b);
    if (!same) return `entry ${i}: expected ${b}, got ${a}`;
  }
  return undefined;
}
