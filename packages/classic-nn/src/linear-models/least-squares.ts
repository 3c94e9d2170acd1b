import { CholeskyDecomposition, type Matrix, SingularValueDecomposition } from "ml-matrix";
import type { DataMatrix } from "../data-matrix.js";
import { pairedColumns } from "./paired-columns.js";

/** The least-squares solution and what led to it. */
export interface LeastSquaresTrace {
  /** W, m×d: the map from inputs to outputs. */
  readonly weights: Matrix;
  /** XXᵀ, d×d. */
  readonly gram: Matrix;
  /** Singular values of X, descending. */
  readonly singularValues: Float64Array;
  /** How many of them are above max(d, n)·ε·σ₁. */
  readonly rank: number;
  /** "normal equations" if XXᵀ was inverted, "svd" if it is singular to working precision. */
  readonly method: "normal equations" | "svd";
  /** Y − WX, m×n. */
  readonly residual: Matrix;
  /** Mean over the points of the squared length of the residual. */
  readonly meanSquaredError: number;
}

/**
 * The W that minimises ‖Y − WX‖²: W = YXᵀ(XXᵀ)⁻¹ = YX⁺. If XXᵀ is singular, or so ill-conditioned that squaring X lost
 * its smallest singular values, the pseudo-inverse comes from the singular value decomposition, which gives the W of
 * smallest norm among the minimisers.
 *
 * @param inputs X, d×n: one point per column, as in the lectures.
 * @param outputs Y, m×n: the output wanted for each.
 * @throws RangeError if X and Y have different numbers of columns, are empty or hold a number that is not finite.
 */
export function leastSquares(inputs: DataMatrix, outputs: DataMatrix): LeastSquaresTrace {
  const { X, Y } = pairedColumns("leastSquares", inputs, outputs);
  const svd = new SingularValueDecomposition(X, { autoTranspose: true });
  const singularValues = Float64Array.from(svd.diagonal);
  const [largest = 0] = singularValues;
  const threshold = Math.max(X.rows, X.columns) * Number.EPSILON * largest;
  const rank = singularValues.filter((value) => value > threshold).length;
  const gram = X.mmul(X.transpose());
  // The condition of XXᵀ is that of X squared: at √ε its inverse keeps no correct digit.
  const smallest = singularValues[X.rows - 1] ?? 0;
  const invertible = rank === X.rows && smallest / largest > Math.sqrt(Number.EPSILON);
  const weights = invertible
    ? // W·(XXᵀ) = YXᵀ, transposed because a decomposition solves from the left.
      new CholeskyDecomposition(gram).solve(X.mmul(Y.transpose())).transpose()
    : Y.mmul(pseudoInverse(svd, threshold));
  const residual = Y.clone().sub(weights.mmul(X));
  return {
    weights,
    gram,
    singularValues,
    rank,
    method: invertible ? "normal equations" : "svd",
    residual,
    meanSquaredError: residual.dot(residual) / X.columns,
  };
}

/** X⁺ = VS⁺Uᵀ, with the singular values up to the threshold taken for 0. */
function pseudoInverse(svd: SingularValueDecomposition, threshold: number): Matrix {
  const V = svd.rightSingularVectors.clone();
  svd.diagonal.forEach((value, j) => {
    V.mulColumn(j, value > threshold ? 1 / value : 0);
  });
  return V.mmul(svd.leftSingularVectors.transpose());
}
