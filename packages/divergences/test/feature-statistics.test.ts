import { hashedPoints } from "@elbowjs/test-kit/hashed";
import { Matrix } from "ml-matrix";
import { expect, it } from "vitest";
import { featureStatistics } from "../src/index.js";
import cases from "./fixtures/frechet.json" with { type: "json" };

it("featureStatistics(points) is the same for lists, a Matrix, data with a shape and rows", () => {
  const points = hashedPoints(1, 6, 3);
  const wanted = featureStatistics(points);
  expect(wanted.size).toBe(6);
  expect(featureStatistics(new Matrix(points))).toEqual(wanted);
  expect(featureStatistics({ data: points.flat(), shape: [6, 3] })).toEqual(wanted);
  expect(featureStatistics(points.flat(), 3)).toEqual(wanted);
});

it("featureStatistics(points, { weights }) is NumPy's cov(aweights), and equal weights change nothing", () => {
  const { rows, weightedMean, weightedCovariance } = cases[0]!;
  // make-frechet.py's features(1, 20, 1)
  const [x, mix, mean] = [
    hashedPoints(1, rows, 1),
    hashedPoints(2, 1, 1)[0]![0]!,
    hashedPoints(3, 1, 1)[0]![0]!,
  ];
  const points = x.map(([value]) => [value! * (1 + 0.5 * mix) + mean]);
  const weights = points.map((_, i) => 1 + (i % 3));
  const weighted = featureStatistics(points, { weights });
  expect(weighted.mean[0]).toBeCloseTo(weightedMean[0]!, 13);
  expect(weighted.covariance[0]).toBeCloseTo(weightedCovariance![0]!, 13);
  const equal = featureStatistics(points, { weights: points.map(() => 7) });
  expect(equal.covariance[0]).toBeCloseTo(featureStatistics(points).covariance[0]!, 13);
});

it("featureStatistics(…) refuses what has no statistics", () => {
  const refused = (call: () => unknown) => {
    try {
      call();
    } catch (error) {
      return String(error);
    }
    return "no error";
  };
  expect(refused(() => featureStatistics([1, 2, 3], 3))).toBe(
    "RangeError: featureStatistics: expected at least 2 rows of 3 features, got 3 values",
  );
  expect(refused(() => featureStatistics([1, 2, Number.NaN, 4], 2))).toBe(
    "RangeError: featureStatistics: expected points to be finite, got NaN at sample 1, feature 0",
  );
  expect(refused(() => featureStatistics([[1, 2]]))).toBe(
    "RangeError: featureStatistics: expected at least 2 points, got 1",
  );
  expect(refused(() => featureStatistics([[1], [2]], { weights: [0, 1] }))).toBe(
    "RangeError: featureStatistics: expected at least 2 points with a weight above 0, got one",
  );
  expect(refused(() => featureStatistics([[1], [2]], { weights: [1] }))).toBe(
    "RangeError: featureStatistics: expected 2 weights, one per point, got 1",
  );
});
