import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { FeatureStatistics } from "./feature-statistics.js";

/**
 * The squared Fréchet distance of the Gaussians with the means and covariances of two sets of features,
 * ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½), the score that with the features of an Inception network is known as FID.
 *
 * Σ₁Σ₂ is not symmetric, but has the eigenvalues of Σ₁^½ Σ₂ Σ₁^½, which is: tr (Σ₁Σ₂)^½ is the sum of their roots. A covariance of
 * less than full rank, as of images fewer than features, is no hindrance.
 *
 * The estimate is biased: two samples of one distribution are at a distance that falls with their number. Compare only
 * distances between equally many images, by the same classifier.
 *
 * @returns in squared units of the features, ≥ 0; 0 up to rounding for equal statistics.
 * @throws RangeError if the two are of different numbers of features.
 * @see M. Heusel et al., GANs Trained by a Two Time-Scale Update Rule, 2017, equation 6; D. Dowson, B. Landau, The Fréchet
 *   Distance between Multivariate Normal Distributions, 1982.
 */
export function frechetDistance(a: FeatureStatistics, b: FeatureStatistics): number {
  const d = a.mean.length;
  if (b.mean.length !== d)
    throw new RangeError(
      `frechetDistance: expected statistics of equally many features, got ${d} and ${b.mean.length}`,
    );
  const [first, second] = [a, b].map(({ covariance }) => Matrix.from1DArray(d, d, covariance));
  const root = squareRoot(first!);
  const product = root.mmul(second!).mmul(root);
  const roots = spectrum(product).realEigenvalues.reduce((total, value) => total + positiveRoot(value), 0);
  const shift = a.mean.reduce((total, value, i) => total + (value - b.mean[i]!) ** 2, 0);
  return Math.max(0, shift + first!.trace() + second!.trace() - 2 * roots);
}

/** The symmetric root U diag(√λ) Uᵀ of a covariance. */
function squareRoot(covariance: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = spectrum(covariance);
  return eigenvectorMatrix
    .mmul(Matrix.diag(realEigenvalues.map(positiveRoot)))
    .mmul(eigenvectorMatrix.transpose());
}

function spectrum(symmetric: Matrix): EigenvalueDecomposition {
  return new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
}

/** An eigenvalue 0 comes out as rounding error of either sign. */
function positiveRoot(eigenvalue: number): number {
  return Math.sqrt(Math.max(0, eigenvalue));
}
