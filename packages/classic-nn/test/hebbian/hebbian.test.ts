import { expectClose } from "@elbowjs/test-kit/expect-close";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  covarianceStep,
  dampedHebbLimit,
  dampedHebbStep,
  firstPrincipalComponent,
  hebbianFigure,
  hebbianTrace,
  hebbStep,
  ojaStep,
  sixPointHebb,
} from "../../src/index.js";
import { countDots } from "../count-dots.js";
import fixture from "../fixtures/hebbian-competitive.json" with { type: "json" };
import worked from "../fixtures/worked-examples.json" with { type: "json" };

const centred = new Matrix(fixture.points).center("column");

describe("hebbStep", () => {
  it("hebbStep(w, x) adds η·y·x with y = ±1", () => {
    const step = hebbStep([0.5, -1], [2, 1.5], { learningRate: 0.1 }); // v = 1 − 1.5 = −0.5, y = −1
    expect(step.v).toBe(-0.5);
    expect(step.y).toBe(-1);
    expectClose(step.change, [-0.2, -0.15], { atol: 1e-12 });
    expectClose(step.weights, [0.3, -1.15], { atol: 1e-12 });
  });
  it("hebbStep(w, x) puts v = 0 on the positive side", () => {
    expect(hebbStep([1, 1], [1, -1]).y).toBe(1);
  });
  it("hebbStep(w, x, { activation }) takes a linear neuron and any function", () => {
    expectClose(hebbStep([2], [3], { activation: "linear" }).weights, [20], { atol: 1e-12 }); // 2 + 6·3
    expectClose(hebbStep([2], [3], { activation: Math.tanh }).weights, [2 + 3 * Math.tanh(6)], {
      atol: 1e-12,
    });
  });
  it("hebbStep does not touch its arguments", () => {
    const w = Float64Array.of(1, 2);
    hebbStep(w, [1, 1]);
    expect([...w]).toEqual([1, 2]);
  });
  it("hebbStep refuses shapes, numbers and rates that do not fit", () => {
    expect(() => hebbStep([1, 2], [1, 2, 3])).toThrow("hebbStep: expected x of shape [2], got [3]");
    expect(() => hebbStep([], [])).toThrow("hebbStep: expected weights of shape [d ≥ 1], got [0]");
    expect(() => hebbStep([1, Number.NaN], [1, 2])).toThrow(
      "hebbStep: expected finite weights, got NaN at [1]",
    );
    expect(() => hebbStep([1], [1], { learningRate: -1 })).toThrow(
      "hebbStep: expected learningRate in (0, ∞), got -1",
    );
    expect(() => hebbStep([1], [1], { activation: "relu" as never })).toThrow(TypeError);
  });
});

describe("dampedHebbStep", () => {
  it("dampedHebbStep(w, x) is α·w + η·y·x", () => {
    expectClose(
      dampedHebbStep([1, -2], [1, 1], { alpha: 0.5, learningRate: 0.1 }).weights, // y = −1
      [0.4, -1.1],
      { atol: 1e-12 },
    );
  });
  it("dampedHebbStep with α = 0 remembers only the last point", () => {
    expectClose(dampedHebbStep([5, 5], [1, 2], { alpha: 0 }).weights, [1, 2], { atol: 1e-12 });
  });
  it("dampedHebbStep repeated on one point ends at 1/(1 − α)", () => {
    const trace = hebbianTrace([[1, -1]], [0.1, 0], { rule: "damped", alpha: 0.9, epochs: 400 });
    expectClose(trace.weights, [10, -10], { atol: 1e-9 });
    expect(dampedHebbLimit(0.9)).toBeCloseTo(10, 12);
    expect(dampedHebbLimit(0.75, { learningRate: 0.5, product: -1 })).toBe(-2);
  });
  it("dampedHebbStep and dampedHebbLimit refuse α outside [0, 1)", () => {
    expect(() => dampedHebbStep([1], [1], { alpha: 1 })).toThrow(
      "dampedHebbStep: expected alpha in [0, 1), got 1",
    );
    expect(() => dampedHebbLimit(-0.1)).toThrow("dampedHebbLimit: expected alpha in [0, 1), got -0.1");
  });
});

describe("covarianceStep", () => {
  it("covarianceStep(w, x, averages) strengthens on the same side and weakens on opposite sides", () => {
    const averages = { meanInput: [1, 1], meanOutput: 2 };
    const step = covarianceStep([1, 1], [2, 0.5], averages, { learningRate: 0.1 }); // y = 2.5, y − ȳ = 0.5
    expectClose(step.change, [0.05, -0.025], { atol: 1e-12 });
  });
  it("covarianceStep averaged over the data is η·C·w", () => {
    const data = new Matrix(fixture.points);
    const w = [0.4, -0.3, 0.2];
    const meanInput = data.mean("column");
    const meanOutput = meanInput.reduce((total, m, i) => total + m * w[i]!, 0);
    const total = [0, 0, 0];
    for (const x of fixture.points)
      for (const [i, change] of covarianceStep(w, x, { meanInput, meanOutput }).change.entries())
        total[i]! += change / data.rows;
    const covariance = centred.transpose().mmul(centred).div(data.rows);
    expectClose(total, covariance.mmul(Matrix.columnVector(w)).to1DArray(), { atol: 1e-12 });
  });
  it("hebbianTrace(points, w, { rule: 'covariance' }) equals NumPy", () => {
    const trace = hebbianTrace(fixture.points, [0.3, -0.2, 0.1], {
      rule: "covariance",
      activation: "linear",
      learningRate: 0.05,
    });
    expectClose(trace.weights, fixture.covariance, { atol: 1e-10 });
  });
  it("covarianceStep refuses averages that do not fit", () => {
    expect(() => covarianceStep([1, 2], [1, 2], { meanInput: [1], meanOutput: 0 })).toThrow(
      "covarianceStep: expected meanInput of shape [2], got [1]",
    );
    expect(() => covarianceStep([1], [1], { meanInput: [1], meanOutput: Number.NaN })).toThrow(
      "covarianceStep: expected meanOutput to be a finite number, got NaN",
    );
  });
});

describe("ojaStep", () => {
  it("hebbianTrace(points, w, { rule: 'oja' }) equals NumPy", () => {
    const trace = hebbianTrace(centred, [0.3, -0.2, 0.1], { rule: "oja", learningRate: 0.02, epochs: 3 });
    expectClose(trace.weights, fixture.oja, { atol: 1e-11 });
  });
  it("ojaStep leaves a unit vector along x where it is", () => {
    expectClose(ojaStep([0.6, 0.8], [3, 4]).change, [0, 0], { atol: 1e-12 });
  });
  it("firstPrincipalComponent(points) equals LAPACK's SVD", () => {
    expectClose(firstPrincipalComponent(fixture.points), fixture.principal, { atol: 1e-12 });
  });
  it("ojaStep over the data turns to the first principal component, with length 1", () => {
    const { weights } = hebbianTrace(centred, [0.3, -0.2, 0.1], {
      rule: "oja",
      learningRate: 2e-4,
      epochs: 3000,
    });
    const v = firstPrincipalComponent(fixture.points);
    const cosine = weights.reduce((total, w, i) => total + w * v[i]!, 0);
    expect(Math.hypot(...weights)).toBeCloseTo(1, 3);
    expect(Math.abs(cosine)).toBeGreaterThan(0.99999);
  });
  it("firstPrincipalComponent fixes its sign and refuses equal points", () => {
    expectClose(
      firstPrincipalComponent([
        [1, 1],
        [-1, -1],
        [2, 2],
      ]),
      [Math.SQRT1_2, Math.SQRT1_2],
      { atol: 1e-12 },
    );
    expectClose(
      firstPrincipalComponent([
        [0, 0, 0],
        [0, -7, 1e-9],
      ]),
      [0, 1, -1e-9 / 7],
      { atol: 1e-12 },
    );
    expect(() =>
      firstPrincipalComponent([
        [1, 2],
        [1, 2],
      ]),
    ).toThrow("firstPrincipalComponent: expected points that differ, got 2 equal points of shape [2, 2]");
  });
});

describe("hebbianTrace on the worked examples", () => {
  const { points, initial, learningRate } = sixPointHebb;
  const trace = hebbianTrace(points, initial, { learningRate });
  it("the six-point run has the lecture's w(2) … w(7)", () => {
    const printed = [
      [1.1, 1.1],
      [2, 2.1],
      [3, 3.2],
      [2, 4.2],
      [0.9, 5.2],
      [-0.1, 6.3],
    ];
    trace.steps.forEach(({ weights }, n) => {
      expectClose(weights, printed[n]!, { atol: 1e-12 });
      expectClose(weights, worked.hebb[n]!, {});
    });
    expect(trace.steps.map(({ y }) => y)).toEqual([1, 1, 1, -1, -1, -1]);
    expect(trace.steps[3]!.before).toBe(trace.steps[2]!.weights);
  });
  it("the six-point run begins with x₁ and x₅ on one side and ends with the classes apart", () => {
    const signs = (w: ArrayLike<number>) => points.map((x) => hebbStep(w, x).y);
    expect([signs(initial)[0], signs(initial)[4]]).toEqual([1, 1]);
    expect(signs(trace.weights)).toEqual([1, 1, 1, -1, -1, -1]);
  });
  it("the lecture's w(4) in the rows of x₅ is a misprint for w(5): w(4) gives the other sign", () => {
    expect(hebbStep(trace.steps[2]!.weights, points[4]!).y).toBe(1);
    expect(hebbStep(trace.steps[3]!.weights, points[4]!).y).toBe(-1);
  });
  it("the lecture's 1, 2, 4, 8 is a linear neuron's: with sgn the weight grows by steps of 1", () => {
    const ways = (activation: "linear" | "sign") =>
      hebbianTrace([[1]], [1], { activation, epochs: 3 }).steps.map(({ weights }) => weights[0]);
    expect(ways("linear")).toEqual([2, 4, 8]);
    expect(ways("sign")).toEqual([2, 3, 4]);
    // The damped rule's 1 + α, 1 + α(1 + α), … is the one with sgn.
    const damped = hebbianTrace([[1]], [1], { rule: "damped", alpha: 0.5, epochs: 3 });
    expect(damped.steps.map(({ weights }) => weights[0])).toEqual([1.5, 1.75, 1.875]);
  });
  it("hebbianTrace mirrors with its initial weights: sgn is odd", () => {
    const a = hebbianTrace(centred, [0.3, 0.1, -0.2], { epochs: 2 });
    const b = hebbianTrace(centred, [-0.3, -0.1, 0.2], { epochs: 2 });
    expectClose(
      a.weights,
      b.weights.map((w) => -w),
      { atol: 1e-12 },
    );
    expect(a.steps).toHaveLength(80);
    expect(a.steps[41]).toMatchObject({ epoch: 1, index: 1 });
  });
  it("hebbianTrace refuses data, weights, epochs and rules that do not fit", () => {
    expect(() => hebbianTrace([], [1])).toThrow(
      "hebbianTrace: expected points of shape [n, d] with n ≥ 1 and d ≥ 1, got [0, 0]",
    );
    expect(() => hebbianTrace([[1, 2], [3]], [1, 2])).toThrow(
      "hebbianTrace: expected every row of points to have 2 entries, got 1 in row 1",
    );
    expect(() => hebbianTrace([[1, Number.POSITIVE_INFINITY]], [1, 2])).toThrow(
      "hebbianTrace: expected finite points, got Infinity at [0, 1]",
    );
    expect(() => hebbianTrace([[1, 2]], [1, 2, 3])).toThrow(
      "hebbianTrace: expected initial of shape [2], got [3]",
    );
    expect(() => hebbianTrace([[1]], [1], { epochs: 0.5 })).toThrow(
      "hebbianTrace: expected epochs to be an integer in [1, 1000000], got 0.5",
    );
    expect(() => hebbianTrace([[1]], [1], { rule: "bcm" as never })).toThrow(TypeError);
  });
});

describe("hebbianFigure", () => {
  it("hebbianFigure(trace) draws the six points, the start and the way of the weights", () => {
    const svg = hebbianFigure(hebbianTrace(sixPointHebb.points, sixPointHebb.initial));
    expect(svg).toMatch(/^<svg /);
    expect(countDots(svg)).toBe(7);
    expect(svg).toContain("Way of the weights (hebb)");
    expect(svg).not.toContain("NaN");
  });
  it("hebbianFigure refuses points off the plane", () => {
    expect(() => hebbianFigure(hebbianTrace([[1, 2, 3]], [1, 1, 1]))).toThrow(
      "hebbianFigure: expected points of shape [n, 2], got [1, 3]",
    );
  });
});
