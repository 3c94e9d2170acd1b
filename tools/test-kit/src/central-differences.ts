import { expect } from "vitest";
import { expectClose, firstMismatch, type Tolerance } from "./expect-close.js";

/** A function of some numbers; a tensor's value may be waited for. */
export type ScalarFunction = (x: Float64Array) => number | Promise<number>;

/**
 * (f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h for every entry i.
 *
 * @param step h. Default 6e-6, the cube root of float64's epsilon; 5e-3 is float32's.
 */
export async function centralDifferences(
  f: ScalarFunction,
  x: ArrayLike<number>,
  step: number = 6e-6,
): Promise<Float64Array> {
  const slopes = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const at = async (shift: number): Promise<number> => {
      const moved = Float64Array.from(x);
      moved[i]! += shift;
      return f(moved);
    };
    slopes[i] = ((await at(step)) - (await at(-step))) / (2 * step);
  }
  return slopes;
}

/** What a gradient is compared with, and a gradient that has to fail. */
export interface GradientCheck extends Tolerance {
  readonly f: ScalarFunction;
  readonly x: ArrayLike<number>;
  readonly gradient: ArrayLike<number>;
  /** A wrong gradient, which the same comparison has to refuse. Default: minus the gradient. */
  readonly wrong?: ArrayLike<number>;
  /** Default 6e-6. */
  readonly step?: number;
}

/** The gradient agrees with central differences entry by entry, and the wrong one does not. */
export async function expectGradient({
  f,
  x,
  gradient,
  wrong,
  step,
  ...tolerance
}: GradientCheck): Promise<void> {
  const differences = await centralDifferences(f, x, step);
  expectClose(gradient, differences, tolerance);
  const control = wrong ?? Float64Array.from(gradient, (slope) => -slope);
  expect(
    firstMismatch(control, differences, tolerance),
    "a wrong gradient passes: the check says nothing",
  ).toBeDefined();
}
