import { defaultRng } from "@elbowjs/numpy-random";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import {
  beforeEarlyStopping,
  clipByNorm,
  clipByValue,
  crossValidate,
  dropout,
  dropoutBackward,
  earlyStoppingStep,
  fitWhitening,
  initialWeights,
  kFold,
  l1Penalty,
  l2Penalty,
  ridgeFigure,
  ridgeHypergradient,
  ridgeTrace,
  ridgeWeights,
  weightDecayFigure,
  weightDecayTrace,
  whiten,
} from "../../src/index.js";
import fixture from "../fixtures/regularization.json" with { type: "json" };

const uniformOf = (seed: number) => {
  const rng = defaultRng(seed);
  return () => rng.random();
};

describe("l1Penalty and l2Penalty", () => {
  it("l2Penalty(w, λ) is ½λΣw² with gradient λw, l1Penalty(w, λ) is λΣ|w| with gradient λ·sgn(w)", () => {
    expect(l2Penalty([3, -4, 0], 0.5)).toEqual({ value: 6.25, gradient: Float64Array.of(1.5, -2, 0) });
    expect(l1Penalty([3, -4, 0], 0.5)).toEqual({ value: 3.5, gradient: Float64Array.of(0.5, -0.5, 0) });
  });
  it.each([
    ["l1Penalty", l1Penalty],
    ["l2Penalty", l2Penalty],
  ] as const)("%s has the gradient of its value by central differences", (_name, penalty) => {
    const w = Float64Array.of(0.7, -1.3, 2.1);
    const { gradient } = penalty(w, 0.9);
    w.forEach((wi, i) => {
      const difference =
        (penalty(w.with(i, wi + 6e-6), 0.9).value - penalty(w.with(i, wi - 6e-6), 0.9).value) / 12e-6;
      expect(difference).toBeCloseTo(gradient[i]!, 8);
    });
  });
  it("l1Penalty and l2Penalty refuse λ < 0 and NaN", () => {
    expect(() => l1Penalty([1], -1)).toThrow("l1Penalty: expected lambda in [0, ∞), got -1");
    expect(() => l2Penalty([1], Number.NaN)).toThrow("l2Penalty: expected lambda in [0, ∞), got NaN");
    expect(() => l2Penalty([Number.NaN], 1)).toThrow("l2Penalty: expected finite w, got NaN at [0]");
  });
});

describe("dropout", () => {
  it("dropout(x, { rate }) keeps the expectation and drops that part of the units", () => {
    const { output, mask } = dropout(new Float64Array(40_000).fill(2), { rate: 0.3, random: uniformOf(1) });
    expect(output.reduce((a, b) => a + b) / 40_000).toBeCloseTo(2, 1);
    expect(mask.filter((m) => m === 0).length / 40_000).toBeCloseTo(0.3, 2);
    expect([...new Set(mask)].sort()).toEqual([0, 1 / 0.7]);
    expect(output[7]).toBe(2 * mask[7]!);
  });
  it("dropout(x, { rate: 0 }) is x", () => {
    expect([...dropout([1, 2], { rate: 0, random: () => 0 }).output]).toEqual([1, 2]);
  });
  it("dropoutBackward(gradient, dropped) passes the gradient through the kept units alone", () => {
    const draws = [0.9, 0.1, 0.5];
    const dropped = dropout([1, 1, 1], { rate: 0.5, random: () => draws.shift()! });
    expect([...dropped.output]).toEqual([2, 0, 2]);
    expect([...dropoutBackward([3, 4, -5], dropped)]).toEqual([6, 0, -10]);
    expect(() => dropoutBackward([1], dropped)).toThrow(
      "dropoutBackward: expected gradient of shape [3], got [1]",
    );
  });
  it("dropoutBackward equals central differences of dropout with the same mask", () => {
    const x = Float64Array.of(0.3, -1.2, 2, 0.7);
    const upstream = [0.5, -2, 1, 3];
    const forward = (input: Float64Array) => dropout(input, { rate: 0.5, random: uniformOf(4) });
    const loss = (input: Float64Array) =>
      forward(input).output.reduce((total, y, i) => total + upstream[i]! * y, 0);
    const gradient = dropoutBackward(upstream, forward(x));
    expect(new Set(forward(x).mask).size).toBe(2);
    x.forEach((xi, i) => {
      expect((loss(x.with(i, xi + 6e-6)) - loss(x.with(i, xi - 6e-6))) / 12e-6).toBeCloseTo(gradient[i]!, 8);
    });
  });
  it("dropout refuses a rate outside [0, 1)", () => {
    expect(() => dropout([1], { rate: 1, random: Math.random })).toThrow(
      "dropout: expected rate in [0, 1), got 1",
    );
  });
});

describe("earlyStoppingStep", () => {
  const run = (losses: number[], options?: { patience?: number; minDelta?: number }) =>
    losses.reduce(
      (state, loss) => (state.stop ? state : earlyStoppingStep(state, loss, options)),
      beforeEarlyStopping,
    );
  it("earlyStoppingStep stops `patience` epochs after the best", () => {
    const end = run([5, 4, 3, 3.5, 3.2, 3.1, 1], { patience: 3 });
    expect(end).toEqual({ epoch: 5, bestEpoch: 2, bestLoss: 3, stop: true });
  });
  it("earlyStoppingStep goes on while the loss falls, and waits anew after each best", () => {
    expect(run([5, 6, 4, 6, 3, 6], { patience: 2 })).toMatchObject({ bestEpoch: 4, stop: false });
  });
  it("earlyStoppingStep counts only falls larger than minDelta", () => {
    expect(run([5, 4.9, 4.8, 4.7], { patience: 3, minDelta: 0.5 })).toMatchObject({
      bestEpoch: 0,
      stop: true,
    });
  });
  it("earlyStoppingStep refuses NaN and options outside their intervals", () => {
    expect(() => run([Number.NaN])).toThrow("expected a validation loss, got NaN; has the run diverged?");
    expect(() => run([1], { patience: 0 })).toThrow(
      "earlyStoppingStep: expected patience to be an integer ≥ 1, got 0",
    );
    expect(() => run([1], { minDelta: -1 })).toThrow(
      "earlyStoppingStep: expected minDelta in [0, ∞), got -1",
    );
  });
});

describe("kFold and crossValidate", () => {
  it("kFold(n, k) cuts as scikit-learn does", () => {
    expect(kFold(11, 4).map(({ test }) => [...test])).toEqual(fixture.folds);
  });
  it("kFold(n, k, { seed }) tests every sample once and trains on the others", () => {
    const folds = kFold(23, 5, { seed: 7 });
    expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 23 }, (_, i) => i),
    );
    for (const { train, test } of folds) {
      expect(train.length + test.length).toBe(23);
      expect(train.some((i) => test.includes(i))).toBe(false);
    }
    expect(kFold(23, 5, { seed: 7 })).toEqual(folds);
    expect(kFold(23, 5, { seed: 8 })).not.toEqual(folds);
  });
  it("crossValidate(folds, score) averages, with the standard error of the mean", () => {
    const scores = [1, 2, 3, 6];
    const result = crossValidate(kFold(8, 4), ({ test }) => scores[test[0]! / 2]!);
    expect(result).toEqual({ scores, mean: 3, standardError: Math.sqrt(14 / 3 / 4) });
  });
  it("kFold and crossValidate refuse sizes and scores that do not fit", () => {
    expect(() => kFold(5, 1)).toThrow("kFold: expected k to be an integer ≥ 2, got 1");
    expect(() => kFold(3, 4)).toThrow("kFold: expected n an integer ≥ k = 4, got 3");
    expect(() => crossValidate([], () => 1)).toThrow("crossValidate: expected at least 2 folds, got 0");
    expect(() => crossValidate(kFold(4, 2), () => Number.NaN)).toThrow(
      "crossValidate: expected finite scores, got NaN on fold 0",
    );
  });
});

describe("whitening", () => {
  const fit = fitWhitening(fixture.points);
  it("fitWhitening(points) equals NumPy's eigh", () => {
    expectClose(fit.variances, fixture.variances, { rtol: 1e-12 });
    expectClose(fit.directions.to1DArray(), fixture.directions.flat(), { rtol: 1e-11 });
    expectClose(whiten(fixture.points, fit).to1DArray(), fixture.whitened.flat(), { rtol: 1e-11 });
  });
  it("whiten(points, fit) has mean 0 and covariance I", () => {
    const z = whiten(fixture.points, fit);
    expectClose(z.mean("column"), [0, 0, 0]);
    expectClose(z.transpose().mmul(z).div(z.rows).to1DArray(), [1, 0, 0, 0, 1, 0, 0, 0, 1], { atol: 1e-12 });
  });
  it("fitWhitening refuses flat data unless ε > 0", () => {
    const flat = [
      [1, 1],
      [2, 2],
      [4, 4],
    ];
    expect(() => fitWhitening(flat)).toThrow(
      "fitWhitening: expected points [3, 2] with variance along all 2 directions, got 1; pass epsilon > 0",
    );
    expect(() =>
      fitWhitening([
        [1, 1],
        [1, 1],
      ]),
    ).toThrow("along all 2 directions, got 0");
    const z = whiten(flat, fitWhitening(flat, { epsilon: 1e-6 }));
    expect(z.to1DArray().every(Number.isFinite)).toBe(true);
    expect(Math.max(...z.getColumn(1).map(Math.abs))).toBeLessThan(1e-6);
    expect(() => fitWhitening(flat, { epsilon: -1 })).toThrow("fitWhitening: expected epsilon ≥ 0, got -1");
    expect(() => whiten([[1]], fit)).toThrow(
      "whiten: expected points of shape [n, 3] to match the fit, got [1, 1]",
    );
  });
});

describe("initialWeights", () => {
  const inducedVariance = (scale: "fan-in" | "unit") => {
    const w = initialWeights(900, 400, { scale, seed: 5 });
    const x = Array.from(defaultRng(6).standardNormal(900));
    const v = w.to2DArray().map((row) => row.reduce((total, wi, i) => total + wi * x[i]!, 0));
    return (
      v.reduce((total, vi) => total + vi * vi, 0) / v.length / (x.reduce((t, xi) => t + xi * xi, 0) / 900)
    );
  };
  it("initialWeights(n, units) gives induced fields of variance 1, and with σ = 1 of variance n", () => {
    // Three standard errors: v² of 400 units, each of relative variance 2.
    const off = 3 * Math.sqrt(2 / 400);
    expect(Math.abs(inducedVariance("fan-in") - 1)).toBeLessThan(off);
    expect(Math.abs(inducedVariance("unit") / 900 - 1)).toBeLessThan(off);
    expect(inducedVariance("unit") / inducedVariance("fan-in")).toBeCloseTo(900, 6);
  });
  it("initialWeights is units×fanIn, the same for the same seed, and refuses sizes below 1", () => {
    const w = initialWeights(3, 2);
    expect([w.rows, w.columns]).toEqual([2, 3]);
    expect(initialWeights(3, 2, { seed: 0 }).to1DArray()).toEqual(w.to1DArray());
    expect(() => initialWeights(0, 2)).toThrow("initialWeights: expected fanIn to be an integer ≥ 1, got 0");
    expect(() => initialWeights(2, 1.5)).toThrow(
      "initialWeights: expected units to be an integer ≥ 1, got 1.5",
    );
  });
});

describe("gradient clipping", () => {
  it("clipByNorm(gradients, maxNorm) follows torch.nn.utils.clip_grad_norm_", () => {
    const { gradients, norm, scale } = clipByNorm(fixture.gradients, 1.5);
    expect(norm).toBeCloseTo(fixture.norm, 12);
    expect(scale).toBeCloseTo(1.5 / fixture.norm, 12);
    // torch divides by norm + 1e-6, so agreement is to that.
    gradients.forEach((g, k) => {
      expectClose(g, fixture.clipped[k]!, { rtol: 1e-6 });
    });
    expect(Math.hypot(...gradients.flatMap((g) => [...g]))).toBeCloseTo(1.5, 12);
  });
  it("clipByNorm leaves short gradients alone and does not overflow on long ones", () => {
    expect(clipByNorm([[0.3], [0.4]], 1)).toEqual({
      gradients: [Float64Array.of(0.3), Float64Array.of(0.4)],
      norm: 0.5,
      scale: 1,
    });
    expectClose(clipByNorm([[3e200, 4e200]], 1).gradients[0]!, [0.6, 0.8]);
  });
  it("clipByValue(gradient, bound) clips each entry", () => {
    expect([...clipByValue([-3, -0.5, 0, 2], 1)]).toEqual([-1, -0.5, 0, 1]);
  });
  it("clipByNorm and clipByValue refuse bounds that are not positive and NaN", () => {
    expect(() => clipByNorm([[1]], 0)).toThrow("clipByNorm: expected maxNorm > 0, got 0");
    expect(() => clipByValue([1], -1)).toThrow("clipByValue: expected bound > 0, got -1");
    expect(() => clipByNorm([[1], [Number.NaN]], 1)).toThrow(
      "clipByNorm: expected finite gradient 1, got NaN at [0]",
    );
  });
});

describe("ridge regression", () => {
  const { train, validation, lambda } = fixture;
  it("ridgeWeights(train, λ) equals scikit-learn", () => {
    expectClose(ridgeWeights(train, lambda), fixture.ridge, { rtol: 1e-11 });
  });
  it("ridgeHypergradient(train, validation, λ) equals torch's autograd through the closed form", () => {
    const found = ridgeHypergradient(train, validation, lambda);
    expect(found.validationLoss).toBeCloseTo(fixture.validationLoss, 12);
    expect(found.hypergradient).toBeCloseTo(fixture.hypergradient, 12);
    expectClose(found.weights, fixture.ridge, { rtol: 1e-11 });
  });
  it("ridgeHypergradient equals central differences, of the weights and of the loss, and its negative does not", () => {
    for (const at of [0.01, 0.7, 30]) {
      const [h, found] = [6e-6 * at, ridgeHypergradient(train, validation, at)];
      const up = ridgeHypergradient(train, validation, at + h);
      const down = ridgeHypergradient(train, validation, at - h);
      const difference = (up.validationLoss - down.validationLoss) / (2 * h);
      expect(Math.abs(difference - found.hypergradient)).toBeLessThan(
        1e-7 * Math.abs(found.hypergradient) + 1e-9,
      );
      expect(Math.abs(difference + found.hypergradient)).toBeGreaterThan(Math.abs(found.hypergradient));
      expectClose(
        found.weightsDerivative,
        found.weights.map((_, i) => (up.weights[i]! - down.weights[i]!) / (2 * h)),
        { rtol: 1e-7 },
      );
    }
  });
  it("ridgeTrace descends to the λ of least validation loss", () => {
    const trace = ridgeTrace(train, validation, { start: 0.05, learningRate: 2, steps: 400 });
    expect(trace).toHaveLength(401);
    trace.slice(1).forEach((step, t) => {
      expect(step.validationLoss).toBeLessThanOrEqual(trace[t]!.validationLoss + 1e-15);
    });
    const end = trace.at(-1)!;
    expect(Math.abs(end.lambda * end.hypergradient)).toBeLessThan(1e-6);
    const lossAt = (l: number) => ridgeHypergradient(train, validation, l).validationLoss;
    for (let e = -3; e <= 3; e += 0.05)
      expect(lossAt(10 ** e)).toBeGreaterThanOrEqual(end.validationLoss - 1e-9);
    const svg = ridgeFigure(train, validation, trace);
    expect(svg).toContain("descent");
    expect(svg).not.toContain("NaN");
  });
  it("ridge functions refuse shapes and options that do not fit", () => {
    expect(() => ridgeWeights({ x: [[1], [2]], y: [1] }, 1)).toThrow(
      "ridgeWeights: expected train.y of shape [2], got [1]",
    );
    expect(() => ridgeWeights(train, 0)).toThrow("ridgeWeights: expected lambda in (0, ∞), got 0");
    expect(() => ridgeHypergradient(train, { x: [[1, 2]], y: [1] }, 1)).toThrow(
      "ridgeHypergradient: expected validation.x of shape [n, 8] to match train.x [12, 8], got [1, 2]",
    );
    expect(() => ridgeTrace(train, validation, { learningRate: 0 })).toThrow(
      "ridgeTrace: expected learningRate in (0, ∞), got 0",
    );
    expect(() => ridgeTrace(train, validation, { steps: 0.5 })).toThrow(
      "ridgeTrace: expected steps to be an integer in [0, 1000000], got 0.5",
    );
    expect(() => ridgeTrace(train, validation, { start: -1 })).toThrow(
      "ridgeTrace: expected start in (0, ∞), got -1",
    );
  });
});

describe("weightDecayTrace", () => {
  const trace = weightDecayTrace();
  const { epochs } = trace;
  it("the first epochs shrink the weights by exp(−ηλ/m) each", () => {
    expect(trace.predictedRatio).toBe(Math.exp(-0.25)); // η = 0.5, λ = 5, m = 10
    for (const { ratio } of epochs.slice(0, 4))
      expect(Math.abs(ratio / trace.predictedRatio - 1)).toBeLessThan(0.005);
  });
  it("the first epochs are dominated by decay, the later ones are not", () => {
    expect(epochs[0]!.decayLength).toBeGreaterThan(3 * epochs[0]!.dataLength);
    expect(epochs.at(-1)!.decayLength).toBeLessThan(epochs.at(-1)!.dataLength);
  });
  it("the decay tails off near 1/√n: from 20 times that to within a factor of 3", () => {
    expect(trace.tailOff).toBe(1 / 20);
    expect(trace.initialRms / trace.tailOff).toBeGreaterThan(18);
    expect(epochs.at(-1)!.rms / trace.tailOff).toBeLessThan(3);
    expect(epochs.at(-1)!.rms / trace.tailOff).toBeGreaterThan(1);
    // Within a percent of rest, where decay alone would take 22% an epoch.
    expect(Math.abs(epochs.at(-1)!.ratio - 1)).toBeLessThan(0.01);
  });
  it("weights that start at 1/√n have no such decay to go through", () => {
    const small = weightDecayTrace({ scale: "fan-in", epochs: 2 });
    expect(small.initialRms / small.tailOff).toBeCloseTo(1, 1);
    expect(small.epochs[0]!.ratio).toBeGreaterThan(1);
    expect(small.epochs[1]!.loss).toBeLessThan(epochs[1]!.loss / 2);
  });
  it("without λ nothing decays", () => {
    const free = weightDecayTrace({ lambda: 0, epochs: 1, inputs: 3, samples: 20 });
    expect(free.predictedRatio).toBe(1);
    expect(free.epochs[0]!.decayLength).toBe(0);
  });
  it("weightDecayTrace of one weight and one point takes the step worked by hand", () => {
    const trace = weightDecayTrace({
      inputs: 1,
      samples: 1,
      batchSize: 1,
      epochs: 1,
      learningRate: 0.1,
      lambda: 2,
      seed: 3,
    });
    const [teacher, x, w] = defaultRng(3).standardNormal(3); // drawn in this order
    const a = 1 / (1 + Math.exp(-w! * x!));
    const error = a - (teacher! * x! > 0 ? 1 : 0);
    const gradient = error * a * (1 - a) * x!;
    const [epoch] = trace.epochs;
    expect(epoch!.loss).toBeCloseTo(error ** 2 / 2, 14);
    expect(epoch!.decayLength).toBeCloseTo(Math.abs(0.2 * w!), 14);
    expect(epoch!.dataLength).toBeCloseTo(Math.abs(0.1 * gradient), 14);
    expect(epoch!.rms).toBeCloseTo(Math.abs(0.8 * w! - 0.1 * gradient), 14);
  });
  it("weightDecayFigure(trace) draws the weights, the pure decay and 1/√n", () => {
    const svg = weightDecayFigure(trace);
    for (const name of ["measured", "pure decay", "1/√n"]) expect(svg).toContain(name);
  });
  it("weightDecayTrace refuses options outside their intervals", () => {
    expect(() => weightDecayTrace({ learningRate: 0 })).toThrow(
      "weightDecayTrace: expected learningRate > 0, got 0",
    );
    expect(() => weightDecayTrace({ batchSize: 30 })).toThrow(
      "weightDecayTrace: expected samples a multiple of batchSize = 30, got 1000",
    );
    expect(() => weightDecayTrace({ epochs: 0 })).toThrow(
      "weightDecayTrace: expected epochs to be an integer in [1, 1000000], got 0",
    );
  });
});
