import { hashedDoubles, hashedPoints } from "@elbowjs/test-kit/hashed";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { pca } from "../src/index.js";
import fixture from "./fixtures/sklearn.json" with { type: "json" };
import { refusal } from "./refusal.js";

/** make-sklearn.py's points(salt, n, d, rank). */
function points(salt: number, n: number, d: number, rank: number | null): Matrix {
  const matrix = (own: number, rows: number, columns: number) =>
    Matrix.from1DArray(rows, columns, [...hashedDoubles(own, rows * columns)]);
  if (rank !== null) return matrix(salt, n, rank).mmul(matrix(salt + 1, rank, d));
  const plain = matrix(salt, n, d);
  return plain.apply((i, j) => void plain.set(i, j, plain.get(i, j) * (1 + j) + 3));
}

const sameUpToSign = (a: ArrayLike<number>, b: readonly number[]) => {
  const sign = Math.sign(b.reduce((total, value, i) => total + value * a[i]!, 0));
  return Math.max(...b.map((value, i) => Math.abs(sign * a[i]! - value)));
};

describe("pca(points, { components, center })", () => {
  it.each(fixture.components)(
    "is scikit-learn's to 1e-9: $name, $n × $d",
    ({ salt, n, d, k, rank, ...wanted }) => {
      const x = points(salt, n, d, rank);
      const found = pca(x, { components: k });
      for (const [j, variance] of wanted.variances.entries())
        expect(Math.abs(found.variances[j]! / variance - 1)).toBeLessThan(1e-9);
      for (const [j, direction] of (wanted.basis ?? []).entries())
        expect(sameUpToSign(found.basis.getColumn(j), direction)).toBeLessThan(1e-9);
      const codes = found.transform(x.subMatrix(0, 1, 0, d - 1));
      for (let j = 0; j < k; j++) {
        const largest = Math.max(...wanted.codes.map((row) => Math.abs(row[j]!)));
        expect(
          sameUpToSign(
            codes.getColumn(j),
            wanted.codes.map((row) => row[j]!),
          ),
        ).toBeLessThan(1e-9 * (1 + largest));
      }
    },
  );

  it("the basis is orthonormal, its signs fixed; all components give the points back", () => {
    const x = hashedPoints(1, 20, 6);
    const { basis, variances, totalVariance, transform, reconstruct } = pca(x);
    const identity = basis.transpose().mmul(basis);
    for (let i = 0; i < 6; i++)
      for (let j = 0; j < 6; j++) expect(identity.get(i, j)).toBeCloseTo(i === j ? 1 : 0, 13);
    for (let j = 0; j < 6; j++) {
      const column = basis.getColumn(j);
      expect(Math.max(...column)).toBe(Math.max(...column.map(Math.abs)));
    }
    expect(variances.reduce((a, b) => a + b)).toBeCloseTo(totalVariance, 13);
    expect([...variances].sort((a, b) => b - a)).toEqual([...variances]);
    const back = reconstruct(transform(x));
    for (const [i, point] of x.entries())
      for (const [j, value] of point.entries()) expect(back.get(i, j)).toBeCloseTo(value, 13);
  });

  it("without centring the mean is 0, and one point is a direction", () => {
    const { mean, basis, variances } = pca([[3, 4]], { center: false });
    expect([...mean]).toEqual([0, 0]);
    expect(basis.getColumn(0)[0]).toBeCloseTo(0.6, 14);
    expect(variances[0]).toBeCloseTo(25, 13);
  });

  it("keeps the rank by default", () => {
    expect(pca(points(4, 30, 10, 3)).basis.columns).toBe(3);
    expect(pca(hashedPoints(2, 4, 9)).basis.columns).toBe(3);
  });

  it("refuses what has no components, each by its own error", () => {
    expect(refusal(() => pca([[1, 2]]))).toBe(
      "RangeError: pca: expected at least 2 points, got 1; one alone has no variance",
    );
    expect(
      refusal(() =>
        pca([
          [1, 2],
          [1, 2],
        ]),
      ),
    ).toBe("RangeError: pca: expected points that differ, got 2 equal ones");
    expect(refusal(() => pca(hashedPoints(1, 4, 9), { components: 4 }))).toBe(
      "RangeError: pca: expected components ≤ 3 for 4 points of 9 numbers, got 4",
    );
    expect(refusal(() => pca(points(4, 30, 10, 3), { components: 5 }))).toBe(
      "RangeError: pca: expected components ≤ 3, the rank of the points, got 5",
    );
    expect(
      refusal(() =>
        pca([
          [1, 2],
          [3, Number.NaN],
        ]),
      ),
    ).toBe("RangeError: pca: expected points to be finite, got NaN at sample 1, feature 1");
    expect(refusal(() => pca([[1, 2], [3]]))).toBe(
      "RangeError: pca: expected 2 numbers in each point of points, got 1 in point 1",
    );
    expect(refusal(() => pca(hashedPoints(1, 5, 3)).transform([[1, 2]]))).toBe(
      "RangeError: pca.transform: expected points of 3 numbers, got 2",
    );
    expect(refusal(() => pca(hashedPoints(1, 5, 3)).reconstruct([[1, 2]]))).toBe(
      "RangeError: pca.reconstruct: expected codes of 3 numbers, got 2",
    );
    expect(refusal(() => pca("points" as never))).toBe(
      'TypeError: pca: expected points to be a list of points, a Matrix or { data, shape }, got "points"',
    );
  });
});
