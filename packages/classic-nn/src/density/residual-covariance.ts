import { checkShape } from "@elbowjs/arguments";
import { inverse, LuDecomposition, Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";

/** The residual's part of −log p(x|z) under a learnt covariance, and its gradient. */
export interface ResidualCovariance {
  /** ½ mean ‖Me‖². What the mean square of Me gives, all that is left when log det Σ is dropped. */
  readonly quadratic: number;
  /** −log |det M| = ½ log det Σ. */
  readonly logDeterminant: number;
  /** The sum of both: −log N(e; 0, Σ) up to ½ d log 2π. */
  readonly value: number;
  /** ∂value/∂M = MS − M⁻ᵀ with S = mean eeᵀ; 0 where MᵀM = S⁻¹. */
  readonly gradient: Matrix;
  /** ∂quadratic/∂M = MS, which is 0 only at M = 0. */
  readonly quadraticGradient: Matrix;
}

/**
 * Mock final, question 4: a decoder N(f(z), Σ) whose Σ is learnt with the network, through M with Σ⁻¹ = MᵀM. The
 * likelihood of a residual e = x − f(z) is ½eᵀΣ⁻¹e + ½ log det Σ = ½‖Me‖² − log |det M|, so that the vector Me in place of
 * e, concatenated with z, gives the quadratic term as a mean square; e itself cannot, its square is the same for every Σ.
 *
 * The solution calls ½ log det Σ a constant and drops it. It is none, Σ is learnt: without it the loss falls to 0 as M → 0,
 * whatever the residuals. With it the best MᵀM is the inverse of their second moment.
 *
 * @param residuals n×d, one row a residual.
 * @param m M, d×d, invertible.
 * @throws RangeError if the shapes do not fit together, a number is not finite or M is singular.
 */
export function residualCovariance(residuals: DataMatrix, m: DataMatrix): ResidualCovariance {
  const e = dataMatrix(residuals, "residualCovariance", "residuals");
  const M = dataMatrix(m, "residualCovariance", "m");
  checkShape("residualCovariance", "m", [M.rows, M.columns], [e.columns, e.columns]);
  const lu = new LuDecomposition(M);
  if (lu.isSingular())
    throw new RangeError(
      `residualCovariance: expected an invertible m, got a singular one of shape [${M.rows}, ${M.columns}]`,
    );
  const second = e.transpose().mmul(e).div(e.rows);
  const whitened = e.mmul(M.transpose());
  const quadratic = whitened.dot(whitened) / (2 * e.rows);
  const logDeterminant = -Math.log(Math.abs(lu.determinant));
  const quadraticGradient = M.mmul(second);
  return {
    quadratic,
    logDeterminant,
    value: quadratic + logDeterminant,
    gradient: Matrix.sub(quadraticGradient, inverse(M).transpose()),
    quadraticGradient,
  };
}
