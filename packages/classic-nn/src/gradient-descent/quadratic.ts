import { checkNumbers } from "@elbowjs/arguments";
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix, dataVector } from "../data-matrix.js";
import type { DifferentiableFunction } from "./differentiable-function.js";

/** A convex quadratic R(w) = ½wᵀHw + bᵀw + c and what is known of it exactly. */
export interface Quadratic extends DifferentiableFunction {
  /** H, d×d, symmetric and positive definite. */
  readonly hessian: Matrix;
  /** w* = −H⁻¹b. */
  readonly minimum: Float64Array;
  /** The eigenvalues of H, ascending. */
  readonly eigenvalues: Float64Array;
  /** 2/λ_max: gradient descent converges from every start for learning rates below it, and from almost none above. */
  readonly stabilityBound: number;
}

/**
 * The quadratic R(w) = ½wᵀHw + bᵀw + c, with gradient Hw + b, exact minimum, and stability bound 2/λ_max. Along the
 * eigenvector of λ gradient descent multiplies the distance to the minimum by 1 − ηλ each step, hence the bound.
 *
 * @param hessian H, d×d.
 * @param linear b, d numbers.
 * @param constant c. Default 0.
 * @throws RangeError if the shapes differ, an entry is not finite, or H is not symmetric or not positive definite.
 */
export function quadratic(hessian: DataMatrix, linear: ArrayLike<number>, constant = 0): Quadratic {
  const H = dataMatrix(hessian, "quadratic", "hessian");
  const d = H.rows;
  if (H.columns !== d)
    throw new RangeError(`quadratic: expected hessian of shape [d, d], got [${d}, ${H.columns}]`);
  const b = dataVector(linear, "quadratic", "linear", d);
  checkNumbers("quadratic", { constant: [constant, "finite"] });
  if (!H.isSymmetric())
    throw new RangeError(
      `quadratic: expected a symmetric hessian, got one of shape [${d}, ${d}] that is not; use (H + Hᵀ)/2`,
    );
  const eigenvalues = Float64Array.from(
    new EigenvalueDecomposition(H, { assumeSymmetric: true }).realEigenvalues,
  ).sort();
  const cholesky = new CholeskyDecomposition(H);
  if (!(eigenvalues[0]! > 0 && cholesky.isPositiveDefinite()))
    throw new RangeError(
      `quadratic: expected a positive definite hessian, got one of shape [${d}, ${d}] with smallest eigenvalue ${eigenvalues[0]}`,
    );
  const linearColumn = Matrix.columnVector(b);
  const check = (w: ArrayLike<number>): Matrix => Matrix.columnVector(dataVector(w, "quadratic", "w", d));
  return {
    hessian: H,
    minimum: Float64Array.from(Matrix.mul(cholesky.solve(linearColumn), -1).to1DArray()),
    eigenvalues,
    stabilityBound: 2 / eigenvalues[d - 1]!,
    value: (w) => {
      const column = check(w);
      return 0.5 * column.dot(H.mmul(column)) + column.dot(linearColumn) + constant;
    },
    gradient: (w) => Float64Array.from(H.mmul(check(w)).add(linearColumn).to1DArray()),
  };
}

/** Homework 5, question 1: R(w) = 13w₁² − 10w₁w₂ + 4w₁ + 2w₂² − 2w₂ + 1, with its minimum at (1, 3). */
export function homeworkQuadratic(): Quadratic {
  return quadratic(
    [
      [26, -10],
      [-10, 4],
    ],
    [4, -2],
    1,
  );
}
