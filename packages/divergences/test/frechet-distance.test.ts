import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashedDoubles, hashedPoints } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import { featureStatistics, frechetDistance, frechetDistanceGradient } from "../src/index.js";
import cases from "./fixtures/frechet.json" with { type: "json" };
import { expectPointsGradient } from "./points-gradient.js";

const tolerance = { atol: 5e-13 };

/** make-frechet.py's features(salt, rows, d). */
function features(salt: number, rows: number, d: number): Float64Array {
  const [x, mix, mean] = [
    hashedDoubles(salt, rows * d),
    hashedDoubles(salt + 1, d * d),
    hashedDoubles(salt + 2, d),
  ];
  return Float64Array.from({ length: rows * d }, (_, place) => {
    const [i, j] = [Math.floor(place / d), place % d];
    let total = mean[j]! + x[i * d + j]!;
    for (let k = 0; k < d; k++) total += 0.5 * x[i * d + k]! * mix[k * d + j]!;
    return total;
  });
}

describe("frechetDistance(a, b)", () => {
  it.each(cases)("is SciPy's on $d features", ({ salt, d, rows, distance, mean, covariance }) => {
    const a = featureStatistics(features(salt, rows, d), d);
    const b = featureStatistics(features(salt + 5, rows / 2, d), d);
    expect(a.size).toBe(rows);
    expectClose(a.mean, mean, tolerance);
    if (covariance) expectClose(a.covariance, covariance, tolerance);
    expect(Math.abs(frechetDistance(a, b) / distance - 1)).toBeLessThan(1e-10);
    expect(Math.abs(frechetDistance(b, a) / distance - 1)).toBeLessThan(1e-10);
    expect(Math.abs(frechetDistance(a, a))).toBeLessThan(1e-10);
  });

  it("is the closed form for independent features, and for a shift, also where the covariance is singular", () => {
    const diagonal = (mean: number[], variances: number[]) => ({
      size: 9,
      mean: Float64Array.from(mean),
      covariance: Float64Array.from(variances.flatMap((v, i) => variances.map((_, j) => (i === j ? v : 0)))),
    });
    // (1 − 3)² + (√4 − √9)² + (√0 − √1)² + (√2 − √2)²
    const distance = frechetDistance(diagonal([1, 0, 0], [4, 0, 2]), diagonal([3, 0, 0], [9, 1, 2]));
    expect(distance).toBeCloseTo(6, 12);
    // Four points in 16 dimensions, and the same moved by (0.5, …, 0.5).
    const few = features(1, 4, 16);
    const moved = featureStatistics(
      few.map((value) => value + 0.5),
      16,
    );
    expect(frechetDistance(featureStatistics(few, 16), moved)).toBeCloseTo(16 * 0.25, 6);
  });

  it("refuses statistics that do not fit", () => {
    const a = featureStatistics(features(1, 5, 2), 2);
    const b = featureStatistics(features(1, 5, 3), 3);
    expect(() => frechetDistance(a, b)).toThrow(
      "frechetDistance: expected statistics of equally many features, got 2 and 3",
    );
    expect(() => frechetDistance(a, { ...a, covariance: b.covariance })).toThrow(
      "frechetDistance: expected covariances of 2 × 2 numbers, got 9 numbers",
    );
  });
});

describe("frechetDistanceGradient(x, target)", () => {
  it("is the central difference", async () => {
    const target = featureStatistics(features(7, 30, 3), 3);
    const x = hashedPoints(3, 8, 3);
    const distance = (points: number[][]) => frechetDistance(featureStatistics(points), target);
    const gradient = frechetDistanceGradient(x, target);
    await expectPointsGradient(gradient, distance, x);
  });
});
