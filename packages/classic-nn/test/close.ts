import { Matrix } from "ml-matrix";
import { expect } from "vitest";

type Numbers = number | Matrix | ArrayLike<number | Matrix | ArrayLike<number>>;

function flat(value: Numbers): number[] {
  if (typeof value === "number") return [value];
  if (value instanceof Matrix) return value.to1DArray();
  return Array.from(value as ArrayLike<Numbers>, flat).flat();
}

/** Every number within atol + rtol·|expected|, in the same order; NaN is close to nothing. */
export function expectClose(actual: Numbers, expected: Numbers, rtol = 1e-12, atol = 1e-14): void {
  const [a, b] = [flat(actual), flat(expected)];
  expect(a.length).toBe(b.length);
  const wrong = a.findIndex((value, i) => !(Math.abs(value - b[i]!) <= atol + rtol * Math.abs(b[i]!)));
  expect(wrong < 0 ? "close" : `[${wrong}]: ${a[wrong]} for ${b[wrong]}`).toBe("close");
}
