import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashedPoints } from "@elbowjs/test-kit/hashed";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { largestEigenpairs } from "../src/spectrum.js";

/** A symmetric matrix with these eigenvalues and random vectors. */
function withValues(values: readonly number[], salt: number): Matrix {
  const d = values.length;
  const random = new Matrix(hashedPoints(salt, d, d));
  const { eigenvectorMatrix: q } = new EigenvalueDecomposition(random.clone().add(random.transpose()), {
    assumeSymmetric: true,
  });
  return q.mmul(Matrix.diag([...values])).mmul(q.transpose());
}

/** Asserts Av = λv, orthonormal vectors, and the values. */
function expectPairs(matrix: Matrix, count: number, wanted: readonly number[]): void {
  const d = matrix.rows;
  const { values, vectors } = largestEigenpairs(Float64Array.from(matrix.to1DArray()), d, count);
  const norm = Math.max(...wanted.map(Math.abs));
  expectClose(values, wanted.slice(0, count), { atol: 1e-13 * d * norm });
  const residual = Matrix.sub(matrix.mmul(vectors), vectors.mmul(Matrix.diag([...values])));
  expect(residual.norm() / norm).toBeLessThan(1e-13 * d);
  const gram = vectors.transpose().mmul(vectors);
  expect(Matrix.sub(gram, Matrix.eye(count)).norm()).toBeLessThan(1e-12);
}

describe("largestEigenpairs(symmetric, d, count), few of many", () => {
  const spread = Array.from({ length: 80 }, (_, i) => 100 * 0.9 ** i);
  const cases: readonly [string, number[]][] = [
    ["well apart", spread],
    ["near each other", spread.map((_, i) => 1 - 1e-9 * i)],
    ["repeated", spread.map((_, i) => (i < 6 ? 7 : i < 40 ? 3 : 1))],
    ["of low rank", spread.map((value, i) => (i < 12 ? value : 0))],
    ["of both signs", spread.map((value, i) => (i < 40 ? value : -value)).sort((a, b) => b - a)],
    ["huge and tiny", spread.map((value, i) => (i === 0 ? 1e150 : value * 1e100))],
  ];
  it.each(cases)("values %s: Av = λv, orthonormal", (_, values) => {
    for (const count of [1, 3, 20]) expectPairs(withValues(values, 3), count, values);
  });

  it("diagonal and zero matrices, which need no reflection", () => {
    const values = Array.from({ length: 60 }, (_, i) => 60 - i);
    expectPairs(Matrix.diag(values), 10, values);
    const { values: none, vectors } = largestEigenpairs(new Float64Array(60 * 60), 60, 5);
    expect([...none]).toEqual([0, 0, 0, 0, 0]);
    expect(vectors.transpose().mmul(vectors).sub(Matrix.eye(5)).norm()).toBeLessThan(1e-12);
  });

  it("a control: pairs of another matrix are noticed", () => {
    expect(() => expectPairs(withValues(spread, 4).mul(1.0001), 3, spread)).toThrow();
  });
});
