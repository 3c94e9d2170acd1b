import { defaultRng } from "@elbowjs/numpy-random";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  densityFigure,
  derivedDensity,
  derivedFigure,
  gaussianFit,
  gaussianLogDensity,
  kernelLogDensity,
  negativeLog,
  negativeLogUniformTrace,
  scottBandwidth,
  uniformDensity,
} from "../../src/index.js";
import fixture from "../fixtures/density.json" with { type: "json" };

describe("gaussianFit", () => {
  const fit = gaussianFit(fixture.points);
  it("gaussianFit(points) equals NumPy's mean and biased covariance", () => {
    expectClose(fit.mean, fixture.mean);
    expectClose(fit.covariance.to1DArray(), fixture.covariance.flat());
    expect(fit.logLikelihood).toBeCloseTo(fixture.logLikelihood, 9);
    expect(fit.logDensities).toHaveLength(25);
    expectClose(fit.scatter.clone().div(25).to1DArray(), fit.covariance.to1DArray());
    expectClose(fit.centred.sum("column"), [0, 0]);
  });
  it("gaussianFit is the maximum: moving μ or Σ any way lowers the likelihood", () => {
    const likelihood = (mean: Float64Array, covariance: Matrix) =>
      gaussianLogDensity(fixture.points, { mean, covariance }).reduce((a, b) => a + b);
    for (const step of [-0.05, 0.05]) {
      expect(likelihood(fit.mean.with(0, fit.mean[0]! + step), fit.covariance)).toBeLessThan(
        fit.logLikelihood,
      );
      expect(likelihood(fit.mean.with(1, fit.mean[1]! + step), fit.covariance)).toBeLessThan(
        fit.logLikelihood,
      );
      expect(likelihood(fit.mean, fit.covariance.clone().mul(1 + step))).toBeLessThan(fit.logLikelihood);
      const turned = new Matrix([
        [0, step],
        [step, 0],
      ]).add(fit.covariance);
      expect(likelihood(fit.mean, turned)).toBeLessThan(fit.logLikelihood);
    }
  });
  it("gaussianLogDensity(points, gaussian) equals SciPy", () => {
    expectClose(gaussianLogDensity(fixture.at, fit), fixture.gaussianLog, { rtol: 1e-11 });
  });
  it("gaussianLogDensity in 400 dimensions does not overflow", () => {
    const tiny = { mean: new Float64Array(400), covariance: Matrix.eye(400).mul(1e-6) };
    const [logP] = gaussianLogDensity([new Float64Array(400)], tiny);
    expect(logP).toBeCloseTo(-200 * Math.log(2 * Math.PI * 1e-6), 8);
  });
  it("gaussianFit refuses points in a hyperplane", () => {
    expect(() =>
      gaussianFit([
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
    ).toThrow(
      "gaussianFit: expected a positive definite covariance, got a [2, 2] one that is not; points [3, 2] must not lie in a hyperplane, so give more points or drop a column",
    );
    expect(() => gaussianFit([[1, 2]])).toThrow(RangeError);
    expect(() =>
      gaussianFit(
        [
          [1, 0.1],
          [2, 0.1 + 0.2],
          [7, 0.1],
        ].map(([a, b]) => [a!, b!, a! + b!]),
      ),
    ).toThrow("expected a positive definite covariance, got a [3, 3] one");
  });
  it("gaussianLogDensity refuses covariances and shapes that do not fit", () => {
    const at = [[0, 0]];
    const mean = Float64Array.of(0, 0);
    expect(() =>
      gaussianLogDensity(at, {
        mean,
        covariance: new Matrix([
          [1, 2],
          [2, 1],
        ]),
      }),
    ).toThrow("gaussianLogDensity: expected a positive definite covariance, got a [2, 2] one that is not");
    expect(() =>
      gaussianLogDensity(at, {
        mean,
        covariance: new Matrix([
          [1, 0.5],
          [0, 1],
        ]),
      }),
    ).toThrow("gaussianLogDensity: expected a symmetric covariance, got shape [2, 2] and Σ ≠ Σᵀ");
    expect(() => gaussianLogDensity(at, { mean, covariance: new Matrix([[1, 0]]) })).toThrow(
      "gaussianLogDensity: expected covariance of shape [2, 2] to match points [1, 2], got [1, 2]",
    );
    expect(() => gaussianLogDensity(at, { mean, covariance: new Matrix([[1], [2]]) })).toThrow(
      "gaussianLogDensity: expected a symmetric covariance, got shape [2, 1]",
    );
    expect(() => gaussianLogDensity(at, { mean: Float64Array.of(0), covariance: Matrix.eye(2) })).toThrow(
      "gaussianLogDensity: expected mean of shape [2], got [1]",
    );
  });
});

describe("kernelLogDensity", () => {
  it.each(fixture.kernels)(
    "kernelLogDensity with h = $bandwidth equals scikit-learn",
    ({ bandwidth, log }) => {
      expectClose(kernelLogDensity(fixture.points, fixture.at, { bandwidth }), log, { rtol: 1e-11 });
    },
  );
  it("kernelLogDensity takes Scott's bandwidth by default", () => {
    expect(scottBandwidth(fixture.points)).toBeCloseTo(fixture.scott, 12);
    expectClose(kernelLogDensity(fixture.points, fixture.at), fixture.scottLog, { rtol: 1e-11 });
  });
  it("kernelLogDensity in one dimension equals scikit-learn and has integral 1", () => {
    const points = fixture.points.map(([x]) => [x!]);
    expectClose(
      kernelLogDensity(
        points,
        fixture.at.map(([x]) => [x!]),
        { bandwidth: 0.3 },
      ),
      fixture.oneDimension,
      { rtol: 1e-9 },
    );
    const grid = Array.from({ length: 4001 }, (_, i) => [-20 + i / 100]);
    const total = kernelLogDensity(points, grid, { bandwidth: 0.3 }).reduce(
      (sum, log) => sum + Math.exp(log) / 100,
      0,
    );
    expect(total).toBeCloseTo(1, 10);
  });
  it("kernelLogDensity is finite far from all points", () => {
    expect(kernelLogDensity([[0]], [[1e4]], { bandwidth: 1 })[0]).toBeCloseTo(-5e7 - 0.9189385332046727, 6);
  });
  it("kernelLogDensity and scottBandwidth refuse what does not fit", () => {
    expect(() => kernelLogDensity([[0, 1]], [[0]], { bandwidth: 1 })).toThrow(
      "kernelLogDensity: expected at of shape [m, 2] to match points [1, 2], got [1, 1]",
    );
    expect(() => kernelLogDensity([[0]], [[0]], { bandwidth: 0 })).toThrow(
      "kernelLogDensity: expected bandwidth in (0, ∞), got 0",
    );
    for (const points of [[[3]], [[3], [3]]])
      expect(() => scottBandwidth(points)).toThrow(
        `scottBandwidth: expected at least two different points, got shape [${points.length}, 1] without spread; pass a bandwidth`,
      );
  });
});

describe("derivedDensity", () => {
  it("derivedDensity(uniform, −log) is the exponential density", () => {
    const density = derivedDensity(uniformDensity, negativeLog);
    for (const y of [0, 0.5, 3]) expect(density(y)).toBeCloseTo(Math.exp(-y), 15);
    expect(density(-0.1)).toBe(0);
  });
  it("negativeLog has the derivative of its inverse, and the inverse of −log", () => {
    for (const y of [0.2, 1, 4]) {
      const difference = (negativeLog.inverse(y + 6e-6) - negativeLog.inverse(y - 6e-6)) / 12e-6;
      expect(difference).toBeCloseTo(negativeLog.inverseDerivative(y), 9);
      expect(-Math.log(negativeLog.inverse(y))).toBeCloseTo(y, 14);
    }
  });
  it("derivedDensity(f, map) of a falling map is positive, and of 2x + 1 half as high", () => {
    const falling = derivedDensity(uniformDensity, { inverse: (y) => -y, inverseDerivative: () => -1 });
    expect(falling(-0.5)).toBe(1);
    const wide = derivedDensity(uniformDensity, {
      inverse: (y) => (y - 1) / 2,
      inverseDerivative: () => 0.5,
    });
    expect([wide(0.9), wide(1.5), wide(3.1)]).toEqual([0, 0.5, 0]);
  });
  it("negativeLogUniformTrace(n) is exponential: mean 1, variance 1, Kolmogorov below 1.63/√n", () => {
    const rng = defaultRng(19);
    const trace = negativeLogUniformTrace(20_000, { random: () => rng.random() });
    // Three standard errors: the variance of e^(−y) is 1, its fourth central moment 9.
    expect(Math.abs(trace.mean - 1)).toBeLessThan(3 / Math.sqrt(20_000));
    expect(Math.abs(trace.variance - 1)).toBeLessThan(3 * Math.sqrt((9 - 1) / 20_000));
    expect(trace.distance).toBeLessThan(1.63 / Math.sqrt(20_000));
    expect(trace.sample[5]).toBe(-Math.log1p(-trace.uniform[5]!));
  });
  it("negativeLogUniformTrace measures the distance of a sample that is not exponential", () => {
    const draws = [0.5, 0.5];
    const trace = negativeLogUniformTrace(2, { random: () => draws.pop()! });
    expect(trace).toMatchObject({ mean: Math.LN2, variance: 0 });
    expect(trace.distance).toBeCloseTo(0.5, 12); // both at the median: the steps go from 0 to 1 there
  });
  it("negativeLogUniformTrace divides the variance by n − 1", () => {
    const draws = [0.2, 0.7];
    const trace = negativeLogUniformTrace(2, { random: () => draws.shift()! });
    expect(trace.variance).toBeCloseTo((Math.log(0.8) - Math.log(0.3)) ** 2 / 2, 14);
  });
  it("negativeLogUniformTrace refuses sizes and draws that do not fit, and takes U = 0", () => {
    expect(negativeLogUniformTrace(2, { random: () => 0 }).sample.every((y) => y === 0)).toBe(true);
    expect(() => negativeLogUniformTrace(1, { random: Math.random })).toThrow(
      "negativeLogUniformTrace: expected n to be an integer in [2, 16777216], got 1",
    );
    expect(() => negativeLogUniformTrace(2, { random: () => 1 })).toThrow(
      "negativeLogUniformTrace: expected random() in [0, 1), got 1",
    );
  });
});

describe("density figures", () => {
  it("densityFigure(points) draws the Gaussian and each kernel estimate", () => {
    const svg = densityFigure([[0], [1], [4]], { bandwidths: [0.5, 2] });
    expect(svg).toMatch(/^<svg /);
    for (const name of ["Gaussian", "kernels, h = 0.500", "kernels, h = 2.00"]) expect(svg).toContain(name);
    expect(svg).not.toContain("NaN");
    expect(densityFigure([[0], [1], [4]])).toContain("kernels, h = 1.67");
    expect(() => densityFigure([[0, 1]])).toThrow(RangeError);
    expect(() =>
      densityFigure(
        [
          [0, 1],
          [1, 0],
          [2, 2],
        ],
        { bandwidths: [1] },
      ),
    ).toThrow("densityFigure: expected points of shape [n, 1], got [3, 2]");
  });
  it("derivedFigure(trace) draws the histogram and e^(−y)", () => {
    const rng = defaultRng(0);
    const svg = derivedFigure(negativeLogUniformTrace(500, { random: () => rng.random() }));
    expect(svg).toContain("500 draws");
    expect(svg).toContain("derived density");
  });
});
