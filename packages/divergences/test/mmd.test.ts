import { hashedPoints } from "@elbowjs/test-kit/hashed";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { mmdSquared, mmdSquaredGradient } from "../src/index.js";
import fixture from "./fixtures/scipy.json" with { type: "json" };
import { expectPointsGradient } from "./points-gradient.js";
import { refusal } from "./refusal.js";

const pair = (n: number, m: number, d: number) =>
  [
    hashedPoints(n, n, d),
    hashedPoints(n + 1, m, d).map((point) => point.map((value) => value + 0.2)),
  ] as const;

describe("mmdSquared(x, y, { bandwidth, estimator })", () => {
  it.each(fixture.kernels)("is NumPy's, $n against $m points of $d numbers, σ = $sigma", (kernel) => {
    const { n, m, d, sigma, biased, unbiased, median } = kernel;
    const [x, y] = pair(n, m, d);
    expect(mmdSquared(x, y, { bandwidth: sigma, estimator: "biased" })).toBeCloseTo(biased, 14);
    expect(mmdSquared(x, y, { bandwidth: sigma })).toBeCloseTo(unbiased, 14);
    expect(mmdSquared(x, y)).toBeCloseTo(mmdSquared(x, y, { bandwidth: median }), 14);
  });

  it("several bandwidths are averaged", () => {
    const [x, y] = pair(9, 7, 2);
    const single = [0.5, 1, 2].map((bandwidth) => mmdSquared(x, y, { bandwidth }));
    expect(mmdSquared(x, y, { bandwidth: [0.5, 1, 2] })).toBeCloseTo(single.reduce((a, b) => a + b) / 3, 14);
  });

  it("weights count as repetitions, for the biased estimator", () => {
    const [x, y] = pair(6, 5, 2);
    const xWeights = [1, 2, 1, 3, 1, 1];
    const repeated = x.flatMap((point, i) => Array<number[]>(xWeights[i]!).fill(point));
    const options = { bandwidth: 1, estimator: "biased" } as const;
    expect(mmdSquared(x, y, { ...options, xWeights })).toBeCloseTo(mmdSquared(repeated, y, options), 14);
  });

  it("the unbiased estimate may be negative and is left so; the biased is 0 for equal sets", () => {
    const x = hashedPoints(3, 40, 2);
    expect(mmdSquared(x, [...x].reverse(), { bandwidth: 1 })).toBeLessThan(0);
    expect(mmdSquared(x, [...x].reverse(), { bandwidth: 1, estimator: "biased" })).toBeCloseTo(0, 14);
  });

  it("points far from the origin lose no digits", () => {
    const [x, y] = pair(40, 37, 3);
    const far = (points: number[][]) => points.map((point) => point.map((value) => value + 2 ** 20));
    expect(mmdSquared(far(x), far(y), { bandwidth: 1 })).toBeCloseTo(mmdSquared(x, y, { bandwidth: 1 }), 9);
  });

  it("takes lists, a Matrix, and data with a shape", () => {
    const [x, y] = pair(9, 7, 2);
    const wanted = mmdSquared(x, y);
    expect(
      mmdSquared(new Matrix(x), { data: Float32Array.from(y.flat()).map(Number), shape: [7, 2] }),
    ).toBeCloseTo(wanted, 6);
    expect(mmdSquared(new Matrix(x), { data: y.flat(), shape: [7, 2] })).toBe(wanted);
  });

  it("refuses a bandwidth that is not above 0, one point, unknown estimators", () => {
    const x = [[1], [2]];
    expect(refusal(() => mmdSquared(x, x, { bandwidth: 0 }))).toBe(
      "RangeError: mmdSquared: expected bandwidth > 0, got 0",
    );
    expect(refusal(() => mmdSquared(x, x, { bandwidth: [] }))).toBe(
      "TypeError: mmdSquared: expected bandwidth to be 'median', a number > 0 or several, got an array of 0",
    );
    expect(refusal(() => mmdSquared([[1], [1], [1]], [[1], [2]]))).toBe(
      "RangeError: mmdSquared: expected points with a median distance above 0, got 0: most coincide; pass a bandwidth",
    );
    expect(refusal(() => mmdSquared([[1]], x))).toBe(
      'RangeError: mmdSquared: expected at least 2 points with a weight above 0 in x, got one; take estimator: "biased"',
    );
    expect(refusal(() => mmdSquared(x, x, { estimator: "unbiassed" as never }))).toBe(
      "RangeError: mmdSquared: expected estimator to be one of 'unbiased', 'biased', got \"unbiassed\"; did you mean 'unbiased'?",
    );
    expect(refusal(() => mmdSquared([1, 2] as never, x))).toBe(
      "TypeError: mmdSquared: expected x to be a list of points, each a list of numbers, got 1 as the first; on a line, write [[1], [2]]",
    );
    expect(refusal(() => mmdSquared([], x))).toBe(
      "RangeError: mmdSquared: expected at least one point in x, got none",
    );
    expect(refusal(() => mmdSquared([[]], x))).toBe(
      "RangeError: mmdSquared: expected at least one number per point in x, got none",
    );
    expect(refusal(() => mmdSquared({ data: [1, 2, 3], shape: [2, 2] }, x))).toBe(
      "RangeError: mmdSquared: expected 4 numbers in x.data for its shape [2, 2], got 3",
    );
  });
});

describe("mmdSquaredGradient(x, y, options)", () => {
  it.each([
    { bandwidth: 0.7 },
    { bandwidth: [0.3, 2], estimator: "biased" },
    { bandwidth: 1, xWeights: [1, 2, 3, 4, 5, 6] },
  ] as const)("is the central difference for %o", async (options) => {
    const [x, y] = pair(6, 5, 3);
    const f = (points: number[][]) => mmdSquared(points, y, options);
    const gradient = mmdSquaredGradient(x, y, options);
    await expectPointsGradient(gradient, f, x);
  });
});
