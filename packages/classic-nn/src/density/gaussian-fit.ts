import { checkKinds } from "@elbowjs/arguments";
import { CholeskyDecomposition, Matrix, solve } from "ml-matrix";
import { type DataMatrix, dataMatrix, dataVector } from "../data-matrix.js";

/** A Gaussian density in d dimensions. */
export interface Gaussian {
  /** μ, d numbers. */
  readonly mean: Float64Array;
  /** Σ, d×d, symmetric positive definite. */
  readonly covariance: Matrix;
}

/** Everything on the way to a maximum likelihood fit. */
export interface GaussianFit extends Gaussian {
  /** x − μ, n×d. */
  readonly centred: Matrix;
  /** (x − μ)ᵀ(x − μ), d×d. */
  readonly scatter: Matrix;
  /** log p of each point under the fit, n numbers. */
  readonly logDensities: Float64Array;
  /** Their sum, which no other Gaussian makes larger. */
  readonly logLikelihood: number;
}

/**
 * The lower triangular L with Σ = LLᵀ.
 * @throws RangeError if Σ is not square, symmetric and positive definite.
 */
function cholesky(covariance: Matrix, caller: string, remedy: string): Matrix {
  const shape = `[${covariance.rows}, ${covariance.columns}]`;
  if (!covariance.isSquare() || !covariance.isSymmetric())
    throw new RangeError(
      `${caller}: expected a symmetric covariance, got shape ${shape}${covariance.isSquare() ? " and Σ ≠ Σᵀ" : ""}`,
    );
  const decomposition = new CholeskyDecomposition(covariance);
  // Rounding can leave a pivot of a singular matrix just above 0; relative to its entry it is still nothing.
  const positive = decomposition.lowerTriangularMatrix
    .diagonal()
    .every((pivot, i) => pivot ** 2 > covariance.get(i, i) * covariance.rows * Number.EPSILON);
  if (!decomposition.isPositiveDefinite() || !positive)
    throw new RangeError(
      `${caller}: expected a positive definite covariance, got a ${shape} one that is not${remedy}`,
    );
  return decomposition.lowerTriangularMatrix;
}

/**
 * Log density of points under a Gaussian: −½(d·log 2π + log|Σ| + ‖L⁻¹(x − μ)‖²) with Σ = LLᵀ and
 * log|Σ| = 2 Σ log L_ii. No inverse and no determinant, which would overflow in many dimensions.
 *
 * @param points n×d.
 * @param gaussian μ and Σ.
 * @returns n numbers, nats.
 * @throws RangeError if shapes differ, a number is not finite or Σ is not symmetric positive definite.
 */
export function gaussianLogDensity(points: DataMatrix, gaussian: Gaussian): Float64Array {
  checkKinds("gaussianLogDensity", { gaussian: [gaussian, { mean: "numbers", covariance: "rows" }] });
  const { mean, covariance } = gaussian;
  const x = dataMatrix(points, "gaussianLogDensity", "points");
  const mu = dataVector(mean, "gaussianLogDensity", "mean", x.columns);
  const sigma = dataMatrix(covariance, "gaussianLogDensity", "covariance");
  if (sigma.rows !== x.columns)
    throw new RangeError(
      `gaussianLogDensity: expected covariance of shape [${x.columns}, ${x.columns}] to match points [${x.rows}, ${x.columns}], got [${sigma.rows}, ${sigma.columns}]`,
    );
  const l = cholesky(sigma, "gaussianLogDensity", "");
  const whitened = solve(l, x.subRowVector(Array.from(mu)).transpose());
  const constant =
    x.columns * Math.log(2 * Math.PI) + 2 * l.diagonal().reduce((total, pivot) => total + Math.log(pivot), 0);
  return Float64Array.from(
    { length: x.rows },
    (_, i) => -0.5 * (constant + whitened.getColumn(i).reduce((total, z) => total + z * z, 0)),
  );
}

/**
 * The Gaussian of maximum likelihood: μ is the mean of the points and Σ = (1/n) Σ (x − μ)(x − μ)ᵀ. The division is by
 * n, not n − 1: this is the maximum, and its Σ is too small on average by the factor (n − 1)/n.
 *
 * @param points n×d, more points than dimensions, in general position.
 * @returns The fit with its intermediate values.
 * @throws RangeError if the data are empty, ragged or not finite, or lie in a hyperplane: Σ then is not positive
 * definite, and the likelihood has no maximum.
 * @see ECE/CS 559, lecture 19.
 */
export function gaussianFit(points: DataMatrix): GaussianFit {
  const x = dataMatrix(points, "gaussianFit", "points");
  const mean = Float64Array.from(x.mean("column"));
  const centred = x.clone().subRowVector(Array.from(mean));
  const scatter = centred.transpose().mmul(centred);
  const covariance = Matrix.div(scatter, x.rows);
  cholesky(
    covariance,
    "gaussianFit",
    `; points [${x.rows}, ${x.columns}] must not lie in a hyperplane, so give more points or drop a column`,
  );
  const logDensities = gaussianLogDensity(x, { mean, covariance });
  return {
    mean,
    covariance,
    centred,
    scatter,
    logDensities,
    logLikelihood: logDensities.reduce((a, b) => a + b),
  };
}
