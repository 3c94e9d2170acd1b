import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";
import { fixedSign } from "../fixed-sign.js";

/** The affine map that whitens, and the values it is made of. */
export interface Whitening {
  /** μ, d numbers. */
  readonly mean: Float64Array;
  /** D: variance along each direction, descending, d numbers. */
  readonly variances: Float64Array;
  /** U: d×d, one direction a column, each with its entry of largest magnitude positive. */
  readonly directions: Matrix;
  /** ε, added to the variances before the root. */
  readonly epsilon: number;
}

/**
 * Fits x ← D^(−1/2)Uᵀ(x − μ), where UDUᵀ is the covariance (divided by n) of the data: afterwards the mean is 0 and
 * the covariance the identity, so that one learning rate suits every direction.
 *
 * @param points n×d, n > d points in general position.
 * @param options `epsilon` ≥ 0 added to each variance, default 0; a small one makes singular data pass.
 * @throws RangeError if the data are not finite, or flat along some direction with ε = 0.
 */
export function fitWhitening(points: DataMatrix, options: { readonly epsilon?: number } = {}): Whitening {
  checkOptions("fitWhitening", options, ["epsilon"]);
  const { epsilon = 0 } = options;
  checkNumbers("fitWhitening", { epsilon: [epsilon, "≥ 0"] });
  const x = dataMatrix(points, "fitWhitening", "points");
  const mean = Float64Array.from(x.mean("column"));
  const centred = x.center("column");
  const covariance = centred.transpose().mmul(centred).div(x.rows);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const variances = Float64Array.from(order, (i) => realEigenvalues[i]!);
  // An exact zero comes out of the decomposition as rounding error of the largest variance.
  const rank = variances.filter((variance) => variance > variances[0]! * x.columns * Number.EPSILON).length;
  if (epsilon === 0 && rank < x.columns)
    throw new RangeError(
      `fitWhitening: expected points [${x.rows}, ${x.columns}] with variance along all ${x.columns} directions, got ${rank}; pass epsilon > 0`,
    );
  const directions = new Matrix(x.columns, x.columns);
  order.forEach((from, to) => {
    directions.setColumn(to, fixedSign(eigenvectorMatrix.getColumn(from)));
  });
  return { mean, variances, directions, epsilon };
}

/**
 * Whitens points with a fitted map: rows (x − μ)ᵀU(D + ε)^(−1/2). Fit on the training data, apply to all.
 *
 * @throws RangeError if the points do not have the columns of the fit.
 */
export function whiten(points: DataMatrix, fit: Whitening): Matrix {
  checkKinds("whiten", {
    fit: [fit, { mean: "numbers", variances: "numbers", directions: "Matrix", epsilon: "number" }],
  });
  const { mean, variances, directions, epsilon } = fit;
  const x = dataMatrix(points, "whiten", "points");
  if (x.columns !== mean.length)
    throw new RangeError(
      `whiten: expected points of shape [n, ${mean.length}] to match the fit, got [${x.rows}, ${x.columns}]`,
    );
  return x
    .subRowVector(Array.from(mean))
    .mmul(directions)
    .divRowVector(Array.from(variances, (variance) => Math.sqrt(Math.max(0, variance) + epsilon)));
}
