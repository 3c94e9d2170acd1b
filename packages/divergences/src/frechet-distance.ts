import { shown } from "@elbowjs/arguments";
import type { FeatureStatistics } from "./feature-statistics.js";
import { featureStatistics } from "./feature-statistics.js";
import { type Points, readPoints } from "./points.js";
import { type SymmetricEigen, symmetricEigen } from "./symmetric-eigen.js";

/**
 * The squared Fréchet distance of the Gaussians with the means and covariances of two sets of features,
 * ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½), the score that with the features of an Inception network is known as FID; its root is the
 * 2-Wasserstein distance of the two Gaussians.
 *
 * Σ₁Σ₂ is not symmetric, but has the eigenvalues of Σ₁^½ Σ₂ Σ₁^½, which is: tr (Σ₁Σ₂)^½ is the sum of their roots. A covariance of
 * less than full rank, as of images fewer than features, is no hindrance.
 *
 * The estimate is biased: two samples of one distribution are at a distance that falls with their number. Compare only
 * distances between equally many images, by the same classifier.
 *
 * @returns in squared units of the features, ≥ 0; 0 up to rounding for equal statistics.
 * @throws RangeError if the two are of different numbers of features, TypeError for what is no such statistics.
 * @see M. Heusel et al., GANs Trained by a Two Time-Scale Update Rule, 2017, equation 6; D. Dowson, B. Landau, The Fréchet
 *   Distance between Multivariate Normal Distributions, 1982.
 */
export function frechetDistance(a: FeatureStatistics, b: FeatureStatistics): number {
  const d = checkStatistics("frechetDistance", a, b);
  const root = power(spectrum(a.covariance, d), d, Math.sqrt);
  const { values } = spectrum(multiply(multiply(root, b.covariance, d), root, d), d);
  let distance = 0;
  for (let i = 0; i < d; i++) {
    const variances = a.covariance[i * d + i]! + b.covariance[i * d + i]!;
    distance += (a.mean[i]! - b.mean[i]!) ** 2 + variances - 2 * Math.sqrt(values[i]!);
  }
  return Math.max(0, distance);
}

/**
 * The gradient of `frechetDistance(featureStatistics(x), target)` with respect to the points x: row i is
 * 2(μ₁ − μ₂)/n + 2(I − T)(xᵢ − μ₁)/(n − 1), where T = Σ₁^−½ (Σ₁^½ Σ₂ Σ₁^½)^½ Σ₁^−½ is the linear map that transports the Gaussian of
 * x onto the target's.
 *
 * @param x n ≥ 2 points of d numbers. Where their covariance is singular the distance has a kink; the gradient is then the one
 *   within the points' own subspace.
 * @returns n × d numbers, row after row.
 */
export function frechetDistanceGradient(x: Points, target: FeatureStatistics): Float64Array {
  const { data, n, d } = readPoints("frechetDistanceGradient", "x", x);
  const statistics = featureStatistics({ data, shape: [n, d] });
  checkStatistics("frechetDistanceGradient", statistics, target);
  const eigen = spectrum(statistics.covariance, d);
  const root = power(eigen, d, Math.sqrt);
  const inverseRoot = power(eigen, d, (value) => (value > 0 ? 1 / Math.sqrt(value) : 0));
  const middle = spectrum(multiply(multiply(root, target.covariance, d), root, d), d);
  const transport = multiply(multiply(inverseRoot, power(middle, d, Math.sqrt), d), inverseRoot, d);
  const gradient = new Float64Array(n * d);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++) {
      let moved = data[i * d + j]! - statistics.mean[j]!;
      for (let k = 0; k < d; k++) moved -= transport[j * d + k]! * (data[i * d + k]! - statistics.mean[k]!);
      gradient[i * d + j] = (2 * (statistics.mean[j]! - target.mean[j]!)) / n + (2 * moved) / (n - 1);
    }
  return gradient;
}

function checkStatistics(caller: string, a: FeatureStatistics, b: FeatureStatistics): number {
  for (const statistics of [a, b])
    if (!(statistics?.mean instanceof Float64Array && statistics.covariance instanceof Float64Array))
      throw new TypeError(
        `${caller}: expected statistics of mean and covariance as Float64Arrays, got ${shown(statistics)}`,
      );
  const d = a.mean.length;
  if (b.mean.length !== d)
    throw new RangeError(
      `${caller}: expected statistics of equally many features, got ${d} and ${b.mean.length}`,
    );
  for (const { covariance } of [a, b])
    if (covariance.length !== d * d)
      throw new RangeError(
        `${caller}: expected covariances of ${d} × ${d} numbers, got ${covariance.length} numbers`,
      );
  return d;
}

/**
 * Eigenvalue decomposition of a covariance. An eigenvalue 0 comes out as rounding error of either sign, whose root would be 1e-8 of
 * the largest; what is not above rounding is 0.
 */
function spectrum(covariance: Float64Array, d: number): SymmetricEigen {
  const { values, vectors } = symmetricEigen(covariance, d);
  const rounding = d * Number.EPSILON * values.reduce((largest, value) => Math.max(largest, value), 0);
  return { values: values.map((value) => (value > rounding ? value : 0)), vectors };
}

/** V f(λ) Vᵀ. */
function power({ values, vectors }: SymmetricEigen, d: number, f: (value: number) => number): Float64Array {
  const result = new Float64Array(d * d);
  const scaled = values.map(f);
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      let total = 0;
      for (let k = 0; k < d; k++) total += vectors[i * d + k]! * scaled[k]! * vectors[j * d + k]!;
      result[i * d + j] = result[j * d + i] = total;
    }
  return result;
}

function multiply(a: Float64Array, b: Float64Array, d: number): Float64Array {
  const result = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let k = 0; k < d; k++) {
      const factor = a[i * d + k]!;
      for (let j = 0; j < d; j++) result[i * d + j]! += factor * b[k * d + j]!;
    }
  return result;
}
