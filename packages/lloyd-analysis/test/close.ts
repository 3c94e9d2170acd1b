import { expect } from "vitest";

/** |actual − expected| ≤ atol + rtol |expected|; NaN is close to nothing. */
export function expectClose(
  actual: number,
  expected: number,
  { rtol = 0, atol = 0 }: { rtol?: number; atol?: number },
): void {
  const allowed = atol + rtol * Math.abs(expected);
  expect(
    Math.abs(actual - expected) <= allowed,
    `${actual} is off ${expected} by ${actual - expected}, allowed ${allowed}`,
  ).toBe(true);
}
