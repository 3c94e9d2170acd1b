import { checkShape } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";
import { pairedColumns } from "./paired-columns.js";

/** The squared risk of a linear map, and its gradient in both forms. */
export interface SquaredRisk {
  /** R(W) = Σ ‖y − Wx‖², a sum over the points. */
  readonly value: number;
  /** ∇R = −2YXᵀ + 2WXXᵀ, m×d like W. */
  readonly gradient: Matrix;
  /** −2(y − Wx)xᵀ of each point, the outer products that add up to it. */
  readonly outerProducts: Matrix[];
}

/**
 * Lecture 7: the risk of y ≈ Wx as a function of the matrix W. It is quadratic, and its gradient is 0 at
 * W = YXᵀ(XXᵀ)⁻¹, see `leastSquares`. The lecture's line for one point leaves out a factor: −2yxᵀ + Wxxᵀ has to be
 * −2yxᵀ + 2Wxxᵀ, as its line for all points is.
 *
 * @param inputs X, d×n: one point per column.
 * @param targets Y, m×n.
 * @param weights W, m×d.
 * @throws RangeError if the shapes do not fit together or a number is not finite.
 */
export function squaredRisk(inputs: DataMatrix, targets: DataMatrix, weights: DataMatrix): SquaredRisk {
  const { X, Y } = pairedColumns("squaredRisk", inputs, targets);
  const W = dataMatrix(weights, "squaredRisk", "weights");
  checkShape("squaredRisk", "weights", [W.rows, W.columns], [Y.rows, X.rows]);
  const error = Matrix.sub(Y, W.mmul(X));
  const outerProducts = Array.from({ length: X.columns }, (_, i) =>
    error.getColumnVector(i).mmul(X.getColumnVector(i).transpose()).mul(-2),
  );
  return {
    value: error.dot(error),
    gradient: Y.mmul(X.transpose()).mul(-2).add(W.mmul(X).mmul(X.transpose()).mul(2)),
    outerProducts,
  };
}
