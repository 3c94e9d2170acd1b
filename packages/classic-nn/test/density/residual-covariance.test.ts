import { expectClose } from "@elbowjs/test-kit/expect-close";
import { CholeskyDecomposition, inverse, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { gradientCheck, residualCovariance } from "../../src/index.js";
import torch from "../fixtures/course-claims.json" with { type: "json" };

const { residuals, m, quadratic, value, gradient, second } = torch.covariance;

describe("residualCovariance(residuals, M), mock final, question 4", () => {
  it("equals PyTorch's −log N(e; 0, (MᵀM)⁻¹) and its gradient", () => {
    const found = residualCovariance(residuals, m);
    expectClose(found.quadratic, quadratic);
    expectClose(found.value, value, { rtol: 1e-11 });
    expectClose(found.gradient, gradient, { rtol: 1e-10, atol: 1e-12 });
  });
  it("agrees with central differences, and without the term −log |det M| it does not", () => {
    const at = new Matrix(m).to1DArray();
    const of = (p: ArrayLike<number>) =>
      residualCovariance(residuals, Matrix.from1DArray(3, 3, Array.from(p)));
    expect(
      gradientCheck(
        (p) => of(p).value,
        (p) => of(p).gradient.to1DArray(),
        at,
      ).passes,
    ).toBe(true);
    expect(
      gradientCheck(
        (p) => of(p).value,
        (p) => of(p).quadraticGradient.to1DArray(),
        at,
      ).passes,
    ).toBe(false);
  });
  it("e itself is blind to Σ: ‖e‖² is the same for every M, ‖Me‖² is eᵀΣ⁻¹e", () => {
    const e = new Matrix(residuals);
    const precision = new Matrix(m).transpose().mmul(new Matrix(m));
    const quadraticForm = e.mmul(precision).mmul(e.transpose()).trace() / (2 * e.rows);
    expectClose(residualCovariance(residuals, m).quadratic, quadraticForm);
    expect(Math.abs(quadraticForm - e.dot(e) / (2 * e.rows))).toBeGreaterThan(0.1);
  });
  it("is least where MᵀM is the inverse of the residuals' second moment", () => {
    const best = new CholeskyDecomposition(inverse(new Matrix(second))).lowerTriangularMatrix.transpose();
    const found = residualCovariance(residuals, best);
    expect(found.gradient.norm()).toBeLessThan(1e-12);
    for (const factor of [0.9, 1.1])
      expect(residualCovariance(residuals, Matrix.mul(best, factor)).value).toBeGreaterThan(found.value);
  });
  it("what is left when log det Σ is dropped falls to 0 with M, and the whole does not", () => {
    const shrunk = [1, 1e-3, 1e-6].map((c) => residualCovariance(residuals, Matrix.mul(new Matrix(m), c)));
    expect(shrunk[2]!.quadratic).toBeLessThan(1e-11);
    expect(shrunk[2]!.value).toBeGreaterThan(shrunk[1]!.value);
    expect(shrunk[1]!.value).toBeGreaterThan(shrunk[0]!.value);
  });
  it("refuses an M of another shape and a singular one", () => {
    expect(() => residualCovariance(residuals, [[1]])).toThrow(
      new RangeError("residualCovariance: expected m of shape [3, 3], got [1, 1]"),
    );
    expect(() => residualCovariance(residuals, Matrix.zeros(3, 3))).toThrow(
      "residualCovariance: expected an invertible m, got a singular one of shape [3, 3]",
    );
  });
});
