import { hashedDoubles, hashedPoints } from "@elbowjs/test-kit/hashed";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { medianSubspace, pca, subspaceDistance } from "../src/index.js";
import { homeworkProblem } from "./homework-problem.js";
import { refusal } from "./refusal.js";

describe("homework 3, problem 3(a): 98 points on a subspace of R^200, and 2 outliers", () => {
  it("PCA of the unit vectors is 0.1 to 0.5 off, the median subspace less than 1e-10, its outliers the two", () => {
    for (let seed = 0; seed < 5; seed++) {
      const { basis, points } = homeworkProblem(seed, { unit: true });
      const linear = subspaceDistance(basis, pca(points, { components: 20, center: false }).basis);
      expect(linear).toBeGreaterThan(0.1);
      expect(linear).toBeLessThan(0.5);
      const found = medianSubspace(points, { dimension: 20 });
      expect(subspaceDistance(basis, found.basis)).toBeLessThan(1e-10);
      expect(found.outliers).toEqual([98, 99]);
    }
  });

  it.each([1, 10, 1000])("outliers %d times as long change nothing, and the certificate holds", (scale) => {
    for (let seed = 10; seed < 20; seed++) {
      const { basis, points } = homeworkProblem(seed, { scale });
      const found = medianSubspace(points, { dimension: 20 });
      expect(subspaceDistance(basis, found.basis)).toBeLessThan(1e-10);
      expect(found.outliers).toEqual([98, 99]);
      expect(found.converged).toBe(true);
      expect(found.iterations).toBeLessThan(20);
      expect(found.certificate.onSubspace).toBe(98);
      expect(found.certificate.multiplier).toBeLessThan(0.2);
      expect(found.certificate.holds).toBe(true);
    }
  });
});

describe("medianSubspace(points, options)", () => {
  it("is the minimum: no small tilt lowers the sum of relative distances", () => {
    const { points } = homeworkProblem(3, { ambient: 12, dimension: 3, inliers: 30, outliers: 12 });
    const { basis, certificate } = medianSubspace(points, { dimension: 3 });
    const sum = (b: Matrix) => {
      const x = new Matrix(points);
      const rest = Matrix.sub(x, x.mmul(b).mmul(b.transpose()));
      return points.reduce(
        (total, point, i) => total + Math.hypot(...rest.getRow(i)) / Math.hypot(...point),
        0,
      );
    };
    expect(certificate.holds).toBe(true);
    const least = sum(basis);
    for (let salt = 1; salt <= 50; salt++) {
      const tilted = Matrix.add(basis, Matrix.from1DArray(12, 3, [...hashedDoubles(salt, 36)]).mul(1e-3));
      expect(
        sum(pca(tilted.mmul(tilted.transpose()), { components: 3, center: false }).basis),
      ).toBeGreaterThan(least);
    }
  });

  it("a wrong subspace has no certificate: PCA's, among points none of which lies on it", () => {
    const { points } = homeworkProblem(3, { ambient: 12, dimension: 3, inliers: 30, outliers: 12 });
    const early = medianSubspace(points, { dimension: 3, maxIterations: 1 });
    expect(early.converged).toBe(false);
    expect(early.certificate.holds).toBe(false);
  });

  it("noisy points: the outliers named, and the subspace stationary", () => {
    const { basis, points } = homeworkProblem(4, { ambient: 20, dimension: 3, inliers: 60, outliers: 10 });
    const noise = hashedPoints(5, 70, 20);
    const noisy = points.map((point, i) =>
      point.map((value, j) => value + (i < 60 ? 0.01 * noise[i]![j]! : 0)),
    );
    const found = medianSubspace(noisy, { dimension: 3 });
    expect(found.outliers).toEqual([60, 61, 62, 63, 64, 65, 66, 67, 68, 69]);
    expect(subspaceDistance(basis, found.basis)).toBeLessThan(0.02);
    expect(found.certificate.onSubspace).toBe(0);
    expect(found.certificate.imbalance).toBeLessThan(1e-9);
  });

  it("with center the subspace is affine, wherever it lies", () => {
    const { basis, points } = homeworkProblem(6, { ambient: 15, dimension: 2, inliers: 40, outliers: 8 });
    const shift = hashedDoubles(7, 15).map((value) => 30 * value);
    const moved = points.map((point) => point.map((value, j) => value + shift[j]!));
    const found = medianSubspace(moved, { dimension: 2, center: true });
    expect(subspaceDistance(basis, found.basis)).toBeLessThan(1e-10);
    expect(Math.max(...found.distances.subarray(0, 40))).toBeLessThan(1e-10);
    expect(found.outliers).toEqual([40, 41, 42, 43, 44, 45, 46, 47]);
    expect(found.certificate.holds).toBe(true);
  });

  it("dimension 0 is the geometric median", () => {
    // Fermat's point of an equilateral triangle, and of a triangle with an angle of more than 120°: the corner itself.
    const triangle = [
      [0, 0],
      [2, 0],
      [1, Math.sqrt(3)],
    ];
    const { center, basis } = medianSubspace(triangle, { dimension: 0, center: true });
    expect(basis.columns).toBe(0);
    expect(center[0]).toBeCloseTo(1, 10);
    expect(center[1]).toBeCloseTo(1 / Math.sqrt(3), 10);
    const blunt = medianSubspace(
      [
        [0, 0],
        [5, 1],
        [-5, 1],
      ],
      { dimension: 0, center: true },
    );
    expect(Math.hypot(...blunt.center)).toBeLessThan(1e-10);
    expect(blunt.certificate.holds).toBe(true);
    // On a line the median.
    expect(medianSubspace([[1], [2], [50]], { dimension: 0, center: true }).center[0]).toBeCloseTo(2, 10);
  });

  it("does not depend on the order, the unit, or a rotation of the points", () => {
    const { points } = homeworkProblem(8, { ambient: 10, dimension: 2, inliers: 20, outliers: 6 });
    const { basis } = medianSubspace(points, { dimension: 2 });
    const others = [[...points].reverse(), points.map((point) => point.map((value) => 1e6 * value))];
    for (const other of others)
      expect(subspaceDistance(basis, medianSubspace(other, { dimension: 2 }).basis)).toBeLessThan(1e-12);
    expect(medianSubspace(new Matrix(points), { dimension: 2 }).basis).toEqual(basis);
  });

  it("refuses what has no such subspace, each by its own error", () => {
    const points = hashedPoints(1, 6, 4);
    expect(refusal(() => medianSubspace([[1, 2]], { dimension: 1 }))).toBe(
      "RangeError: medianSubspace: expected more points than dimensions, got 1 points for dimension 1",
    );
    expect(refusal(() => medianSubspace(points, { dimension: 4 }))).toBe(
      "RangeError: medianSubspace: expected dimension < 4, the numbers per point, got 4",
    );
    expect(refusal(() => medianSubspace(points, { dimension: 1.5 }))).toBe(
      "RangeError: medianSubspace: expected dimension to be an integer ≥ 0, got 1.5",
    );
    const line = [1, 2, 3, 4].map((t) => [t, 2 * t, 3 * t]);
    expect(refusal(() => medianSubspace(line, { dimension: 2 }))).toBe(
      "RangeError: medianSubspace: expected dimension ≤ 1, the rank of the points, got 2",
    );
    expect(
      refusal(() =>
        medianSubspace(
          [
            [1, Number.NaN],
            [1, 2],
          ],
          { dimension: 1 },
        ),
      ),
    ).toBe("RangeError: medianSubspace: expected points to be finite, got NaN at sample 0, feature 1");
    expect(refusal(() => medianSubspace(points, { dimension: 1, centre: true } as never))).toMatch(
      /^TypeError: medianSubspace: expected the options dimension, center, spherical, maxIterations, got centre; did you mean center\?$/,
    );
  });
});
