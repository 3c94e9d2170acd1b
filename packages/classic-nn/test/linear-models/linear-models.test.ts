import { expectClose } from "@elbowjs/test-kit/expect-close";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  deltaRuleTrace,
  identity,
  learningCurveFigure,
  leastSquares,
  lmsTrace,
  perceptronFigure,
  perceptronTrace,
  tanh,
} from "../../src/index.js";
import { countDots } from "../count-dots.js";
import numpy from "../fixtures/linear-models.json" with { type: "json" };

const { X, Y } = numpy;

describe("leastSquares(X, Y)", () => {
  it("equals NumPy's Y pinv(X) by the normal equations", () => {
    const trace = leastSquares(X, Y);
    expect(trace.method).toBe("normal equations");
    expect(trace.rank).toBe(3);
    expectClose(trace.weights, numpy.leastSquares.weights, { rtol: 1e-11 });
    expectClose(trace.singularValues, numpy.leastSquares.singularValues, { rtol: 1e-11 });
    expectClose(trace.meanSquaredError, numpy.leastSquares.meanSquaredError, { rtol: 1e-11 });
  });

  it("leaves a residual orthogonal to the inputs, (Y − WX)Xᵀ = 0", () => {
    const { residual } = leastSquares(X, Y);
    expectClose(residual.mmul(new Matrix(X).transpose()), [0, 0, 0, 0, 0, 0], { atol: 1e-12 });
  });

  it("gives the solution of smallest norm by SVD when XXᵀ is singular", () => {
    const trace = leastSquares(numpy.singular.X, Y);
    expect(trace.method).toBe("svd");
    expect(trace.rank).toBe(numpy.singular.rank);
    expectClose(trace.weights, numpy.singular.weights, { rtol: 1e-10, atol: 1e-12 });
    expectClose(trace.meanSquaredError, numpy.leastSquares.meanSquaredError, { rtol: 1e-10 });
  });

  it("takes the SVD for one column fewer than rows, and recovers an exact fit by hand", () => {
    // One point (3, 4) with output 10: the smallest W with Wx = 10 is 10 xᵀ/‖x‖² = (1.2, 1.6).
    const trace = leastSquares([[3], [4]], [[10]]);
    expect(trace.method).toBe("svd");
    expectClose(trace.weights, [[1.2, 1.6]]);
    expectClose(trace.meanSquaredError, 0, { atol: 1e-25 });
  });

  it("does not square away a tiny but real direction", () => {
    // XXᵀ has condition 1e20, beyond float64; X itself has only 1e10.
    const trace = leastSquares(
      [
        [1, 0],
        [0, 1e-10],
      ],
      [[1, 1]],
    );
    expect(trace.method).toBe("svd");
    expectClose(trace.weights, [[1, 1e10]], { rtol: 1e-9 });
  });

  it("of all-zero inputs it is zero", () => {
    expectClose(leastSquares([[0, 0]], [[1, 2]]).weights, [[0]]);
  });
});

describe("delta rule", () => {
  const runs = [
    ["online LMS", lmsTrace(X, Y, { learningRate: 0.05, epochs: 20 }), numpy.online],
    ["batch LMS", lmsTrace(X, Y, { learningRate: 0.1, epochs: 20, mode: "batch" }), numpy.batch],
    ["tanh, online", deltaRuleTrace(X, Y, { learningRate: 0.05, epochs: 20, activation: tanh }), numpy.tanh],
  ] as const;
  for (const [name, trace, expected] of runs)
    it(`${name}: 20 epochs equal NumPy's`, () => {
      expectClose(trace.weights, expected.weights, { rtol: 1e-11 });
      expectClose(trace.meanSquaredErrors, expected.errors, { rtol: 1e-11 });
    });

  it("batch LMS converges to least squares", () => {
    const { weights } = lmsTrace(X, Y, { learningRate: 0.5, epochs: 400, mode: "batch" });
    expectClose(weights, leastSquares(X, Y).weights, { rtol: 1e-8 });
  });

  it("the trace of one step holds v, φ(v), e and δ, by hand", () => {
    // w = (0.5, −1), x = (2, 1), y = 1: v = 0, tanh 0 = 0, e = 1, φ′ = 1, δ = 1, w ← w + 0.1 (2, 1).
    const { steps } = deltaRuleTrace([[2], [1]], [[1]], {
      learningRate: 0.1,
      epochs: 1,
      activation: tanh,
      initial: [[0.5, -1]],
    });
    const { epoch, index, field, output, error, delta, weights } = steps[0]!;
    expect([epoch, index]).toEqual([0, 0]);
    expectClose(
      [field, output, error, delta].map((m) => m.get(0, 0)),
      [0, 0, 1, 1],
    );
    expectClose(weights, [[0.7, -0.9]]);
  });

  it("a step follows minus the gradient of ½‖y − φ(Wx)‖², by central differences", () => {
    const initial = [[0.3, -0.2, 0.5]];
    const x = [[0.4], [-1], [0.7]];
    const loss = (w: readonly number[]) => 0.5 * (0.9 - Math.tanh(w[0]! * 0.4 - w[1]! + w[2]! * 0.7)) ** 2;
    const { weights } = deltaRuleTrace(x, [[0.9]], { learningRate: 1, epochs: 1, activation: tanh, initial });
    const h = 6e-6;
    const slopes = [0, 1, 2].map((i) => {
      const moved = (by: number) => initial[0]!.map((w, j) => (i === j ? w + by : w));
      return (loss(moved(h)) - loss(moved(-h))) / (2 * h);
    });
    expectClose(weights, [initial[0]!.map((w, i) => w - slopes[i]!)], { rtol: 1e-9 });
  });

  it("lmsTrace is the delta rule with the identity", () => {
    const options = { learningRate: 0.05, epochs: 3 };
    expect(lmsTrace(X, Y, options).weights).toEqual(
      deltaRuleTrace(X, Y, { ...options, activation: identity }).weights,
    );
  });
});

describe("perceptronTrace(X, y)", () => {
  it("ends at scikit-learn's weights on separable data, within Novikoff's bound", () => {
    const { X: points, labels, weights } = numpy.perceptron;
    const trace = perceptronTrace(points, labels);
    expect(trace.converged).toBe(true);
    expectClose(trace.weights, weights, { rtol: 1e-12 });
    // Margin of the separating direction that made the labels, (1, −2, 0.3).
    const norm = Math.hypot(1, -2, 0.3);
    const columns = labels.map((_, i) => points.map((row) => row[i]!));
    const margin = Math.min(...columns.map(([a, b], i) => (labels[i]! * (a! - 2 * b! + 0.3)) / norm));
    const radius = Math.max(...columns.map((x) => Math.hypot(...x)));
    const mistakes = trace.mistakes.reduce((a, b) => a + b);
    expect(margin).toBeGreaterThan(0);
    expect(mistakes).toBeGreaterThan(0);
    expect(mistakes).toBeLessThanOrEqual((radius / margin) ** 2);
  });

  it("learns AND step by step, by hand", () => {
    // Points (0,0), (0,1), (1,0), (1,1) with a bias of ones; w = (w₁, w₂, bias) from 0.
    const inputs = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
      [1, 1, 1, 1],
    ];
    const trace = perceptronTrace(inputs, [-1, -1, -1, 1]);
    expect(
      trace.steps.slice(0, 4).map(({ field, mistake, weights }) => [field, mistake, ...weights]),
    ).toEqual([
      [0, true, 0, 0, -1],
      [-1, false, 0, 0, -1],
      [-1, false, 0, 0, -1],
      [-1, true, 1, 1, 0],
    ]);
    expect(trace.converged).toBe(true);
    expect(trace.mistakes.at(-1)).toBe(0);
  });

  it("does not end on XOR, and says so", () => {
    const inputs = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
      [1, 1, 1, 1],
    ];
    const trace = perceptronTrace(inputs, [-1, 1, 1, -1], { epochs: 50 });
    expect(trace.converged).toBe(false);
    expect(trace.mistakes.length).toBe(50);
    expect(trace.mistakes.every((m) => m > 0)).toBe(true);
  });

  it("from zero the learning rate only scales the weights", () => {
    const { X: points, labels } = numpy.perceptron;
    const [one, two] = [1, 2].map(
      (learningRate) => perceptronTrace(points, labels, { learningRate }).weights,
    );
    expectClose(
      two!,
      one!.map((w) => 2 * w),
    );
  });
});

it("the figures show the runs and the separating line", () => {
  const curve = learningCurveFigure([lmsTrace(X, Y, { learningRate: 0.05 })]);
  expect(curve).toContain(">online, identity<");
  const { X: points, labels } = numpy.perceptron;
  for (const swap of [false, true]) {
    const rows = swap ? [points[1]!, points[0]!, points[2]!] : points;
    const figure = perceptronFigure(rows, labels, perceptronTrace(rows, labels));
    expect(figure).toContain(">wᵀx = 0<");
    expect(countDots(figure)).toBe(labels.length);
  }
});

describe("refuses", () => {
  const cases: [string, () => unknown, string][] = [
    [
      "Y with another number of points",
      () => leastSquares([[1, 2]], [[1]]),
      "leastSquares: expected outputs of shape [m, 2] to match inputs [1, 2], got [1, 1]",
    ],
    [
      "NaN in X",
      () => leastSquares([[1, Number.NaN]], [[1, 1]]),
      "leastSquares: expected finite inputs, got NaN at [0, 1]",
    ],
    [
      "an empty X",
      () => leastSquares([], [[1]]),
      "leastSquares: expected inputs of shape [n, d] with n ≥ 1 and d ≥ 1, got [0, 0]",
    ],
    [
      "η < 0",
      () => lmsTrace(X, Y, { learningRate: -1 }),
      "deltaRuleTrace: expected learningRate in (0, ∞), got -1",
    ],
    [
      "no epoch",
      () => lmsTrace(X, Y, { learningRate: 1, epochs: 0.5 }),
      "deltaRuleTrace: expected epochs to be an integer in [1, 1000000], got 0.5",
    ],
    [
      "weights of another shape",
      () => lmsTrace(X, Y, { learningRate: 1, initial: [[1]] }),
      "deltaRuleTrace: expected initial of shape [2, 3], got [1, 1]",
    ],
    [
      "labels 0 and 1",
      () => perceptronTrace([[1, 2]], [0, 1]),
      "perceptronTrace: expected labels −1 or 1, got 0",
    ],
    [
      "too few labels",
      () => perceptronTrace([[1, 2]], [1]),
      "perceptronTrace: expected labels of shape [2], got [1]",
    ],
    [
      "η = 0 of a perceptron",
      () => perceptronTrace([[1]], [1], { learningRate: 0 }),
      "perceptronTrace: expected learningRate in (0, ∞), got 0",
    ],
    [
      "no pass of a perceptron",
      () => perceptronTrace([[1]], [1], { epochs: 0 }),
      "perceptronTrace: expected epochs to be an integer in [1, 1000000], got 0",
    ],
    [
      "initial of another length",
      () => perceptronTrace([[1]], [1], { initial: [1, 2] }),
      "perceptronTrace: expected initial of shape [1], got [2]",
    ],
    [
      "a figure of four rows",
      () => perceptronFigure([[1], [1], [1], [1]], [1], perceptronTrace([[1]], [1])),
      "perceptronFigure: expected inputs of shape [3, n], got [4, 1]",
    ],
  ];
  for (const [name, call, message] of cases)
    it(name, () => {
      expect(call).toThrow(new RangeError(message));
    });

  it("an unknown mode", () => {
    expect(() => lmsTrace(X, Y, { learningRate: 1, mode: "both" as "batch" })).toThrow(
      new RangeError(
        "deltaRuleTrace: expected mode to be one of 'online', 'batch', got \"both\"; did you mean 'batch'?",
      ),
    );
  });
});
