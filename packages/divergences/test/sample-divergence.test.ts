import { defaultRng } from "@elbowjs/numpy-random";
import { hashedPoints } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import {
  gaussianJensenShannon,
  gaussianKlDivergence,
  sampleJensenShannon,
  sampleJensenShannonGradient,
  sampleKlDivergence,
  sampleKlDivergenceGradient,
} from "../src/index.js";
import { expectPointsGradient } from "./points-gradient.js";
import { refusal } from "./refusal.js";

function draws(seed: number, n: number, mean: number[], deviation: number): number[][] {
  const rng = defaultRng(seed);
  return Array.from({ length: n }, () => mean.map((value) => value + deviation * rng.standardNormal()));
}

const gaussian = (mean: number[], deviation: number) => ({
  mean,
  covariance: mean.flatMap((_, i) => mean.map((_, j) => (i === j ? deviation ** 2 : 0))),
});

describe("sampleKlDivergence and sampleJensenShannon(x, y, { k })", () => {
  it.each([
    // Four standard deviations: a log-ratio at k = 1 has a variance of about π²/3 + the true ratio's.
    [[0], [1], 1, 0.16],
    [[0, 0], [1, 0.5], 1.5, 0.16],
    [[0, 0, 0], [0, 0, 0], 1, 0.16],
  ] as const)(
    "come near the Gaussians' own values from 3,000 draws: N(%o, 1) against N(%o, %d²)",
    (m1, m2, s2, bound) => {
      const [a, b] = [gaussian([...m1], 1), gaussian([...m2], s2)];
      const [x, y] = [draws(1, 3000, [...m1], 1), draws(2, 3000, [...m2], s2)];
      expect(Math.abs(sampleKlDivergence(x, y) - gaussianKlDivergence(a, b))).toBeLessThan(bound);
      expect(Math.abs(sampleKlDivergence(x, y, { k: 10 }) - gaussianKlDivergence(a, b))).toBeLessThan(bound);
      expect(Math.abs(sampleJensenShannon(x, y) - gaussianJensenShannon(a, b))).toBeLessThan(0.02);
    },
  );

  it("does not depend on where the points lie or on the unit", () => {
    const [x, y] = [hashedPoints(1, 40, 2), hashedPoints(2, 30, 2)];
    const map = (points: number[][]) => points.map((point) => point.map((value) => 100 * value - 7));
    expect(sampleKlDivergence(map(x), map(y))).toBeCloseTo(sampleKlDivergence(x, y), 10);
    expect(sampleJensenShannon(map(x), map(y))).toBeCloseTo(sampleJensenShannon(x, y), 10);
    expect(sampleJensenShannon(x, y)).toBeCloseTo(sampleJensenShannon(y, x), 14);
    const far = y.map((point) => point.map((value) => value + 1e6));
    expect(sampleJensenShannon(x, far)).toBeLessThanOrEqual(Math.LN2);
    expect(sampleJensenShannon(x, far)).toBeGreaterThan(0.69);
  });

  it("refuses points that coincide, single points, and k out of range", () => {
    expect(refusal(() => sampleKlDivergence([[1], [1], [2]], [[3], [4]]))).toBe(
      "RangeError: sampleKlDivergence: expected points with a density, got 1 that coincide with point 0 of x; take a larger k, or remove duplicates",
    );
    expect(refusal(() => sampleKlDivergence([[1]], [[3], [4]]))).toBe(
      "RangeError: sampleKlDivergence: expected at least 2 points in x and in y, got 1",
    );
    expect(refusal(() => sampleJensenShannon([[1], [2], [3]], [[3], [4]], { k: 2 }))).toBe(
      "RangeError: sampleJensenShannon: expected k to be an integer in [1, 1], got 2",
    );
  });
});

describe.each([
  ["sampleKlDivergenceGradient", sampleKlDivergenceGradient, sampleKlDivergence],
  ["sampleJensenShannonGradient", sampleJensenShannonGradient, sampleJensenShannon],
] as const)("%s(x, y, { k })", (_, gradient, divergence) => {
  it.each([1, 3])("is the central difference for k = %d", async (k) => {
    const [x, y] = [hashedPoints(3, 12, 2), hashedPoints(4, 9, 2)];
    const f = (points: number[][]) => divergence(points, y, { k });
    await expectPointsGradient(gradient(x, y, { k }), f, x);
  });
});
