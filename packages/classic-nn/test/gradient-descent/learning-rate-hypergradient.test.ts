import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import {
  gradientCheck,
  gradientDescentTrace,
  homeworkQuadratic,
  learningRateHypergradient,
  quadratic,
} from "../../src/index.js";
import torch from "../fixtures/course-claims.json" with { type: "json" };

const validation = quadratic(
  [
    [2, 0.3],
    [0.3, 1],
  ],
  [-1, 0.5],
);
const at = (learningRate: number, steps = 20) =>
  learningRateHypergradient(homeworkQuadratic(), validation, [0, 0], { learningRate, steps });

describe("learningRateHypergradient", () => {
  it("equals PyTorch's autograd through 20 unrolled steps", () => {
    const found = at(0.03);
    expectClose(found.weights, torch.unrolled.weights, { rtol: 1e-11 });
    expectClose(found.loss, torch.unrolled.loss, { rtol: 1e-11 });
    expectClose(found.hypergradient, torch.unrolled.hypergradient, { rtol: 1e-10 });
  });
  it("agrees with central differences, and its opposite does not", () => {
    const check = (sign: number) =>
      gradientCheck(
        ([eta]) => at(eta!).loss,
        ([eta]) => [sign * at(eta!).hypergradient],
        [0.04],
      ).passes;
    expect(check(1)).toBe(true);
    expect(check(-1)).toBe(false);
  });
  it("ends where gradientDescentTrace ends", () => {
    const { steps } = gradientDescentTrace(homeworkQuadratic(), [0, 0], {
      learningRate: 0.03,
      iterations: 20,
    });
    expectClose(at(0.03).weights, steps[20]!.w, { rtol: 1e-12 });
  });
  it("above the stability bound the derivative explodes with the steps", () => {
    // Below, the end is the minimum whatever η: (1 − 0.05 · 0.134)^4000 of the way is left.
    expect(Math.abs(at(0.05, 4000).hypergradient)).toBeLessThan(1e-6);
    const above = [50, 100].map((steps) => Math.abs(at(0.08, steps).hypergradient));
    expect(above[1]! / above[0]!).toBeGreaterThan(1e6);
  });
  it("refuses rates and steps outside their intervals", () => {
    expect(() => at(0)).toThrow(
      new RangeError("learningRateHypergradient: expected learningRate in (0, ∞), got 0"),
    );
    expect(() => at(0.1, 0)).toThrow(
      "learningRateHypergradient: expected steps to be an integer in [1, 1000000], got 0",
    );
  });
});
