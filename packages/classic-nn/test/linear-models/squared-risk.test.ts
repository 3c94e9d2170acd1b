import { expectClose } from "@elbowjs/test-kit/expect-close";
import { Matrix } from "ml-matrix";
import { expect, it } from "vitest";
import { gradientCheck, leastSquares, squaredRisk } from "../../src/index.js";
import torch from "../fixtures/course-claims.json" with { type: "json" };

const { X, Y, W, value, gradient } = torch.risk;

it("squaredRisk(X, Y, W) and its gradient equal PyTorch's", () => {
  const found = squaredRisk(X, Y, W);
  expectClose(found.value, value);
  expectClose(found.gradient, gradient, { rtol: 1e-11, atol: 1e-12 });
});
it("the outer products −2(y − Wx)xᵀ add up to −2YXᵀ + 2WXXᵀ", () => {
  const { outerProducts } = squaredRisk(X, Y, W);
  expect(outerProducts.length).toBe(8);
  expectClose(
    outerProducts.reduce((sum, term) => Matrix.add(sum, term)),
    gradient,
    { rtol: 1e-11, atol: 1e-12 },
  );
});
it("agrees with central differences; the lecture's −2yxᵀ + Wxxᵀ, without the second 2, does not", () => {
  const of = (p: ArrayLike<number>) => squaredRisk(X, Y, Matrix.from1DArray(2, 3, Array.from(p)));
  const at = new Matrix(W).to1DArray();
  const printed = (p: ArrayLike<number>) => {
    const [x, y, w] = [new Matrix(X), new Matrix(Y), Matrix.from1DArray(2, 3, Array.from(p))];
    return y.mmul(x.transpose()).mul(-2).add(w.mmul(x).mmul(x.transpose())).to1DArray();
  };
  expect(
    gradientCheck(
      (p) => of(p).value,
      (p) => of(p).gradient.to1DArray(),
      at,
    ).passes,
  ).toBe(true);
  expect(gradientCheck((p) => of(p).value, printed, at).passes).toBe(false);
});
it("is 0 at the least-squares solution YXᵀ(XXᵀ)⁻¹", () => {
  expect(squaredRisk(X, Y, leastSquares(X, Y).weights).gradient.norm()).toBeLessThan(1e-12);
});
it("refuses a W of another shape", () => {
  expect(() => squaredRisk(X, Y, [[1]])).toThrow(
    new RangeError("squaredRisk: expected weights of shape [2, 3], got [1, 1]"),
  );
});
