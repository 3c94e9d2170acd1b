import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix, dataVector } from "../data-matrix.js";

/** Inputs and targets: n×d and n numbers. */
export interface RegressionData {
  readonly x: DataMatrix;
  readonly y: ArrayLike<number>;
}

interface Problem {
  x: Matrix;
  y: Matrix;
}

function checkedProblem(data: RegressionData, caller: string, argument: string): Problem {
  checkKinds(caller, { [argument]: [data, "object"] });
  const { x, y } = data;
  const inputs = dataMatrix(x, caller, `${argument}.x`);
  const targets = dataVector(y, caller, `${argument}.y`, inputs.rows);
  return { x: inputs, y: Matrix.columnVector(Array.from(targets)) };
}

function checkedLambda(lambda: number, caller: string): void {
  checkNumbers(caller, { lambda: [lambda, "(0, ∞)"] });
}

/** H = XᵀX + λI, factored; λ > 0 makes it positive definite for any X. */
function factored(x: Matrix, lambda: number): CholeskyDecomposition {
  return new CholeskyDecomposition(x.transpose().mmul(x).add(Matrix.eye(x.columns).mul(lambda)));
}

/**
 * Ridge regression: the w that minimises ½‖Xw − y‖² + ½λ‖w‖², which is (XᵀX + λI)⁻¹Xᵀy.
 *
 * @param train n×d inputs and n targets.
 * @param lambda λ > 0.
 * @returns w, d numbers.
 * @throws RangeError if shapes differ, a number is not finite or λ is not positive.
 */
export function ridgeWeights(train: RegressionData, lambda: number): Float64Array {
  checkedLambda(lambda, "ridgeWeights");
  const { x, y } = checkedProblem(train, "ridgeWeights", "train");
  return Float64Array.from(factored(x, lambda).solve(x.transpose().mmul(y)).getColumn(0));
}

/** Everything on the way to dL_val/dλ. */
export interface RidgeHypergradient {
  /** w(λ), d numbers. */
  readonly weights: Float64Array;
  /** L_val = ½‖X_v w − y_v‖²/n_v. */
  readonly validationLoss: number;
  /** ∂L_val/∂w = X_vᵀ(X_v w − y_v)/n_v, d numbers. */
  readonly validationGradient: Float64Array;
  /** dw/dλ = −(XᵀX + λI)⁻¹w, d numbers. */
  readonly weightsDerivative: Float64Array;
  /** dL_val/dλ. */
  readonly hypergradient: number;
}

/**
 * The derivative of the validation loss with respect to the regularisation strength, which ordinary backpropagation
 * does not give, since λ acts through the result of a minimisation. Implicit differentiation does: at the minimum
 * Xᵀ(Xw − y) + λw = 0 for every λ; differentiating, (XᵀX + λI)·dw/dλ + w = 0, hence
 * dL_val/dλ = −(∂L_val/∂w)ᵀ(XᵀX + λI)⁻¹w. One more solve with the matrix that gave w.
 *
 * @param train n×d inputs and n targets.
 * @param validation n_v×d inputs and n_v targets.
 * @param lambda λ > 0.
 * @throws RangeError if shapes differ, a number is not finite or λ is not positive.
 * @see Y. Bengio, Gradient-based optimization of hyperparameters (2000).
 */
export function ridgeHypergradient(
  train: RegressionData,
  validation: RegressionData,
  lambda: number,
): RidgeHypergradient {
  checkedLambda(lambda, "ridgeHypergradient");
  const { x, y } = checkedProblem(train, "ridgeHypergradient", "train");
  const held = checkedProblem(validation, "ridgeHypergradient", "validation");
  if (held.x.columns !== x.columns)
    throw new RangeError(
      `ridgeHypergradient: expected validation.x of shape [n, ${x.columns}] to match train.x [${x.rows}, ${x.columns}], got [${held.x.rows}, ${held.x.columns}]`,
    );
  const hessian = factored(x, lambda);
  const w = hessian.solve(x.transpose().mmul(y));
  const residual = held.x.mmul(w).sub(held.y);
  const validationGradient = held.x.transpose().mmul(residual).div(held.x.rows);
  const derivative = hessian.solve(w).neg();
  return {
    weights: Float64Array.from(w.getColumn(0)),
    validationLoss: residual.norm() ** 2 / (2 * held.x.rows),
    validationGradient: Float64Array.from(validationGradient.getColumn(0)),
    weightsDerivative: Float64Array.from(derivative.getColumn(0)),
    hypergradient: validationGradient.transpose().mmul(derivative).get(0, 0),
  };
}
