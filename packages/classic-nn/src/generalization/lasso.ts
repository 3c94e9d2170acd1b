import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { dataMatrix, dataVector } from "../data-matrix.js";
import { type RegressionData, ridgeWeights } from "../regularization/ridge.js";

/**
 * The lasso: the w that minimises ½‖Xw − y‖² + λ‖w‖₁, by coordinate descent. Each coordinate in turn is set to its exact
 * minimum, S(x_jᵀr_j, λ)/‖x_j‖² with r_j the residual without it and S(a, λ) = sgn(a)·max(|a| − λ, 0), which is exactly 0
 * where |a| ≤ λ.
 *
 * @param train n×d inputs and n targets.
 * @param lambda λ ≥ 0.
 * @param options `tolerance`: stops when no coordinate moves by more, default 1e-12; `sweeps`, at most, default 10,000.
 * @returns w, d numbers.
 * @throws RangeError if shapes differ, a number is not finite or λ is negative.
 * @see J. Friedman, T. Hastie, R. Tibshirani, Regularization paths for generalized linear models via coordinate descent (2010).
 */
export function lassoWeights(
  train: RegressionData,
  lambda: number,
  options: { readonly tolerance?: number; readonly sweeps?: number } = {},
): Float64Array {
  checkOptions("lassoWeights", options, ["tolerance", "sweeps"]);
  const { tolerance = 1e-12, sweeps = 10_000 } = options;
  checkKinds("lassoWeights", { train: [train, "object"] });
  checkNumbers("lassoWeights", {
    lambda: [lambda, "[0, ∞)"],
    tolerance: [tolerance, "(0, ∞)"],
    sweeps: [sweeps, "integer ≥ 1"],
  });
  const x = dataMatrix(train.x, "lassoWeights", "train.x");
  const residual = dataVector(train.y, "lassoWeights", "train.y", x.rows);
  const columns = Array.from({ length: x.columns }, (_, j) => x.getColumn(j));
  const lengths = columns.map((column) => column.reduce((sum, v) => sum + v * v, 0));
  const w = new Float64Array(x.columns);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let moved = 0;
    for (const [j, column] of columns.entries()) {
      const before = w[j]!;
      const a = column.reduce((sum, v, i) => sum + v * residual[i]!, 0) + lengths[j]! * before;
      w[j] = lengths[j]! > 0 ? (Math.sign(a) * Math.max(Math.abs(a) - lambda, 0)) / lengths[j]! + 0 : 0;
      for (const [i, v] of column.entries()) residual[i]! -= v * (w[j]! - before);
      moved = Math.max(moved, Math.abs(w[j]! - before));
    }
    if (moved <= tolerance) break;
  }
  return w;
}

/** The weights that each penalty leaves at one strength. */
export interface Shrinkage {
  readonly lambda: number;
  /** Of ½‖Xw − y‖² + ½λ‖w‖². */
  readonly ridge: Float64Array;
  /** Of ½‖Xw − y‖² + λ‖w‖₁. */
  readonly lasso: Float64Array;
  /** Weights of each that are exactly 0. */
  readonly zeros: { readonly ridge: number; readonly lasso: number };
}

/**
 * Lecture 11's two penalties side by side: the quadratic one makes all weights smaller and none 0, the absolute one makes
 * weights 0 one after another.
 *
 * @param lambdas Strengths, each > 0.
 * @throws RangeError and TypeError as `ridgeWeights` and {@link lassoWeights} do.
 */
export function shrinkageTrace(train: RegressionData, lambdas: readonly number[]): Shrinkage[] {
  checkKinds("shrinkageTrace", { lambdas: [lambdas, ["number"]] });
  const zeros = (w: Float64Array): number => w.filter((value) => value === 0).length;
  return lambdas.map((lambda) => {
    const [ridge, lasso] = [ridgeWeights(train, lambda), lassoWeights(train, lambda)];
    return { lambda, ridge, lasso, zeros: { ridge: zeros(ridge), lasso: zeros(lasso) } };
  });
}
