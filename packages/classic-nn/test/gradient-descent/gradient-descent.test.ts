import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import {
  descentPathFigure,
  distanceFigure,
  gradientCheck,
  gradientDescentTrace,
  homeworkQuadratic,
  quadratic,
  quartic,
} from "../../src/index.js";
import numpy from "../fixtures/gradient-descent.json" with { type: "json" };

const R = homeworkQuadratic();
const every25 = (distances: number[]) => distances.filter((_, i) => i % 25 === 0);

describe("homework 5, question 1", () => {
  it("R(w) = 13w₁² − 10w₁w₂ + 4w₁ + 2w₂² − 2w₂ + 1", () => {
    // By hand at (2, −1): 52 + 20 + 8 + 2 + 2 + 1; gradient (52 + 10 + 4, −20 − 4 − 2).
    expect(R.value([2, -1])).toBe(85);
    expect([...R.gradient([2, -1])]).toEqual([66, -26]);
  });

  it("its minimum is (1, 3), where R = 0", () => {
    expectClose(R.minimum, [1, 3]);
    expect(R.value([1, 3])).toBe(0);
    expectClose(R.gradient([1, 3]), [0, 0]);
  });

  it("the stability bound 2/λ_max is 0.066966, with λ = 15 ± √221", () => {
    expectClose(R.eigenvalues, [15 - Math.sqrt(221), 15 + Math.sqrt(221)], { rtol: 1e-11 });
    expect(R.stabilityBound.toFixed(6)).toBe("0.066966");
    expectClose(R.stabilityBound, numpy.homework.stabilityBound);
  });

  for (const [eta, expected] of Object.entries(numpy.homework.distances)) {
    it(`500 iterations with η = ${eta} keep NumPy's distance to the minimum`, () => {
      const trace = gradientDescentTrace(R, [0, 0], { learningRate: Number(eta) });
      expect(trace.steps.length).toBe(501);
      expectClose(every25(trace.steps.map((s) => s.distance)), expected, { rtol: 1e-9, atol: 1e-13 });
      expect(trace.diverged).toBe(eta === "0.1");
    });
  }

  it("with momentum 0.5 the distances are NumPy's too", () => {
    const trace = gradientDescentTrace(R, [0, 0], { learningRate: 0.05, momentum: 0.5 });
    expectClose(every25(trace.steps.map((s) => s.distance)), numpy.homework.momentum, {
      rtol: 1e-9,
      atol: 1e-13,
    });
  });

  it("just below the bound it converges, just above it diverges", () => {
    const run = (factor: number) =>
      gradientDescentTrace(R, [0, 0], { learningRate: factor * R.stabilityBound, iterations: 3000 });
    expect(run(0.99).diverged).toBe(false);
    expect(run(1.01).diverged).toBe(true);
    expect(run(0.99).steps.at(-1)!.distance).toBeLessThan(1e-6);
  });
});

it("any quadratic: NumPy's minimum, eigenvalues and distances for a random one in 4 dimensions", () => {
  const { hessian, linear, minimum, eigenvalues, distances } = numpy.random;
  const f = quadratic(hessian, linear, 2);
  expectClose(f.minimum, minimum, { rtol: 1e-10 });
  expectClose(f.eigenvalues, eigenvalues, { rtol: 1e-11 });
  const trace = gradientDescentTrace(f, [1, 1, 1, 1], { learningRate: 0.03 });
  expectClose(every25(trace.steps.map((s) => s.distance)), distances, { rtol: 1e-9, atol: 1e-12 });
});

it("the gradients agree with central differences, and one with a wrong sign does not", () => {
  const f = quadratic(numpy.random.hessian, numpy.random.linear);
  const x = [0.3, -1, 2, 0.1];
  expect(gradientCheck(f.value, f.gradient, x).passes).toBe(true);
  expect(gradientCheck(f.value, (w) => f.gradient(w).map((g, i) => (i === 2 ? -g : g)), x).passes).toBe(
    false,
  );
  expect(gradientCheck(quartic().value, quartic().gradient, [-1.3]).passes).toBe(true);
});

describe("w⁴ from w = 1", () => {
  const walk = (learningRate: number, momentum = 0) =>
    gradientDescentTrace(quartic(), [1], { learningRate, momentum, iterations: 3 }).steps.map((s) => s.w[0]);

  it("η = 1/8 with momentum 1/2 goes 1, 1/2, 3/16, 229/8192", () => {
    // Δw = −4/8; then −1/16 − 1/4; then −(27/4096)/2 − 5/32: all exact in binary.
    expect(walk(1 / 8, 1 / 2)).toEqual([1, 1 / 2, 3 / 16, 229 / 8192]);
  });

  it("η = 1/8 goes 1, 1/2, 7/16: the 3/16 that lectures 7 and 8 print is a slip", () => {
    // 1/2 − 4 · (1/2)³ · 1/8 = 1/2 − 1/16.
    expect(walk(1 / 8).slice(0, 3)).toEqual([1, 1 / 2, 7 / 16]);
  });

  it("η = 1/2 jumps between 1 and −1 for ever", () => {
    expect(walk(1 / 2)).toEqual([1, -1, 1, -1]);
  });

  it("η = 1 flees so fast that it overflows, and says so", () => {
    const trace = gradientDescentTrace(quartic(), [1], { learningRate: 1 });
    expect(trace.diverged).toBe(true);
    expect(trace.steps.length).toBeLessThan(501);
    expect(trace.steps.every((s) => Number.isFinite(s.w[0]))).toBe(true);
  });
});

it("a function without a known minimum has distance NaN", () => {
  const { value, gradient } = quartic();
  const trace = gradientDescentTrace({ value, gradient }, [1], { learningRate: 0.1, iterations: 1 });
  expect(trace.steps[1]!.distance).toBeNaN();
});

it("the figures draw one line per run and name the learning rates", () => {
  const traces = [0.02, 0.05, 0.1].map((learningRate) => gradientDescentTrace(R, [0, 0], { learningRate }));
  const distances = distanceFigure(traces);
  for (const text of ["η = 0.02", "η = 0.05", "η = 0.1 (diverges)", "iteration", "‖w − w*‖"])
    expect(distances).toContain(`>${text}<`);
  expect(distances).not.toContain("NaN");
  const path = descentPathFigure(R, traces.slice(0, 2), { x: [-0.5, 1.5], y: [-0.5, 4] });
  expect(path).toMatch(/^<svg [\s\S]*<\/svg>$/);
  expect(path).toContain(">w₂<");
});

describe("refuses", () => {
  const cases: [string, () => unknown, string][] = [
    [
      "a hessian that is not square",
      () => quadratic([[1, 2]], [1]),
      "quadratic: expected hessian of shape [d, d], got [1, 2]",
    ],
    [
      "a linear part of another length",
      () => quadratic([[1]], [1, 2]),
      "quadratic: expected linear of shape [1], got [2]",
    ],
    ["a NaN", () => quadratic([[Number.NaN]], [1]), "quadratic: expected finite hessian, got NaN at [0, 0]"],
    [
      "an empty hessian",
      () => quadratic([], []),
      "quadratic: expected hessian of shape [n, d] with n ≥ 1 and d ≥ 1, got [0, 0]",
    ],
    [
      "an infinite constant",
      () => quadratic([[1]], [1], Number.POSITIVE_INFINITY),
      "quadratic: expected constant to be a finite number, got Infinity",
    ],
    [
      "an asymmetric hessian",
      () =>
        quadratic(
          [
            [1, 2],
            [0, 1],
          ],
          [0, 0],
        ),
      "quadratic: expected a symmetric hessian, got one of shape [2, 2] that is not; use (H + Hᵀ)/2",
    ],
    [
      "an indefinite hessian",
      () =>
        quadratic(
          [
            [1, 0],
            [0, -2],
          ],
          [0, 0],
        ),
      "quadratic: expected a positive definite hessian, got one of shape [2, 2] with smallest eigenvalue -2",
    ],
    ["a w of another length", () => R.gradient([1]), "quadratic: expected w of shape [2], got [1]"],
    [
      "a start of another length",
      () => gradientDescentTrace(R, [1], { learningRate: 1 }),
      "gradientDescentTrace: expected initial of shape [2], got [1]",
    ],
    [
      "η = 0",
      () => gradientDescentTrace(R, [0, 0], { learningRate: 0 }),
      "gradientDescentTrace: expected learningRate in (0, ∞), got 0",
    ],
    [
      "no iteration",
      () => gradientDescentTrace(R, [0, 0], { learningRate: 1, iterations: 0 }),
      "gradientDescentTrace: expected iterations to be an integer in [1, 1000000], got 0",
    ],
    [
      "momentum 1",
      () => gradientDescentTrace(R, [0, 0], { learningRate: 1, momentum: 1 }),
      "gradientDescentTrace: expected momentum in [0, 1), got 1",
    ],
    [
      "a gradient of another length",
      () =>
        gradientDescentTrace({ value: () => 0, gradient: () => new Float64Array(3) }, [1], {
          learningRate: 1,
        }),
      "gradientDescentTrace: expected gradient of shape [1] to match w, got [3]",
    ],
    [
      "a path of one weight",
      () =>
        descentPathFigure(quartic(), [gradientDescentTrace(quartic(), [1], { learningRate: 0.1 })], {
          x: [0, 1],
          y: [0, 1],
        }),
      "descentPathFigure: expected runs of 2 weights, got one of 1",
    ],
  ];
  for (const [name, call, message] of cases)
    it(name, () => {
      expect(call).toThrow(new RangeError(message));
    });
});
