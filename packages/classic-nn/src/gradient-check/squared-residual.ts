import { Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix, dataVector } from "../data-matrix.js";
import type { DifferentiableFunction } from "../gradient-descent/differentiable-function.js";

/**
 * Exercise III, problem 1: f(w) = ‖Xw − y‖², with the gradient 2XᵀXw − 2Xᵀy.
 *
 * @param data X, n×d.
 * @param target y, n numbers.
 * @throws RangeError if the shapes do not fit or an entry is not finite; so does a w of another length than d.
 */
export function squaredResidual(data: DataMatrix, target: ArrayLike<number>): DifferentiableFunction {
  const X = dataMatrix(data, "squaredResidual", "data");
  const y = Matrix.columnVector(dataVector(target, "squaredResidual", "target", X.rows));
  const column = (w: ArrayLike<number>): Matrix =>
    Matrix.columnVector(dataVector(w, "squaredResidual", "w", X.columns));
  const Xt = X.transpose();
  return {
    value: (w) => {
      const residual = X.mmul(column(w)).sub(y);
      return residual.dot(residual);
    },
    gradient: (w) => Float64Array.from(Xt.mmul(X).mmul(column(w)).mul(2).sub(Xt.mmul(y).mul(2)).to1DArray()),
  };
}
