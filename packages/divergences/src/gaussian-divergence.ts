import { checkFinite, shown } from "@elbowjs/arguments";
import { symmetricEigen } from "./symmetric-eigen.js";

/** A normal distribution of d numbers; what `featureStatistics` returns is one. */
export interface Gaussian {
  /** μ, d numbers. */
  readonly mean: ArrayLike<number>;
  /** Σ, d × d, row after row. */
  readonly covariance: ArrayLike<number>;
}

/**
 * KL(a ‖ b) of two Gaussians in closed form, ½ (tr Σ_b⁻¹Σ_a + (μ_a − μ_b)ᵀ Σ_b⁻¹ (μ_a − μ_b) − d + ln(|Σ_b| / |Σ_a|)).
 *
 * @param b its covariance must be positive definite. One of a that is singular gives Infinity.
 * @returns in nats, ≥ 0.
 * @throws TypeError or RangeError for what is no Gaussian, numbers of features that differ, or a covariance of b that is not
 *   positive definite.
 */
export function gaussianKlDivergence(a: Gaussian, b: Gaussian): number {
  const { variances, shifts } = relativeTo("gaussianKlDivergence", a, b);
  let nats = 0;
  for (const [j, variance] of variances.entries())
    nats += (variance - 1 - Math.log1p(variance - 1) + shifts[j]! ** 2) / 2;
  return Math.max(0, nats);
}

/**
 * The Jensen–Shannon divergence of two Gaussians. There is no closed form, but one integral whatever the number of features d:
 *
 * JS = ln 2 − ∫ Φ(t) / ((1 + 4t²) cosh πt) dt over the line, Φ(t) = ∫ b(x)^{½+it} a(x)^{½−it} dx,
 *
 * and Φ is in closed form. It follows from Parseval's formula for E_b[e^{−T/2} g(T)], T the log-ratio of the densities, as
 * ∫ e^{sT} ln(1 + e^{−T}) dT = π / (s sin πs). The integrand is analytic for |Im t| < ½ and |Φ| ≤ 1 there, so that the trapezoidal
 * rule converges geometrically, for any two Gaussians: the error is below 1e-14.
 *
 * @param b its covariance must be positive definite. One of a that is singular gives ln 2.
 * @returns in nats, 0 to ln 2.
 * @throws as `gaussianKlDivergence`.
 */
export function gaussianJensenShannon(a: Gaussian, b: Gaussian): number {
  const { variances, shifts } = relativeTo("gaussianJensenShannon", a, b);
  const step = 1 / 14;
  let integral = 0;
  // 1 / cosh πt is below 1e-17 from t = 13 on.
  for (let t = 0; t < 13; t += step) {
    const weight = (t === 0 ? 1 : 2) * step;
    integral += (weight * affinity(variances, shifts, t)) / ((1 + 4 * t * t) * Math.cosh(Math.PI * t));
  }
  return Math.min(Math.LN2, Math.max(0, Math.LN2 - integral));
}

/** Re ∫ b^{½+it} a^{½−it} dx for b = N(0, I) and a = N(shifts, diag(variances)). */
function affinity(variances: Float64Array, shifts: Float64Array, t: number): number {
  let [logarithm, angle] = [0, 0];
  for (const [j, variance] of variances.entries()) {
    if (variance <= 0) return 0;
    const [re, im] = [(variance + 1) / 2, t * (variance - 1)];
    const squared = re * re + im * im;
    const pull = ((0.25 + t * t) * shifts[j]! ** 2) / (2 * squared);
    logarithm += Math.log(variance) / 4 - Math.log(squared) / 4 - pull * re;
    angle += (t * Math.log(variance)) / 2 - Math.atan2(im, re) / 2 + pull * im;
  }
  return Math.exp(logarithm) * Math.cos(angle);
}

/** a in coordinates in which b is N(0, I) and a has independent features: their variances and means. */
function relativeTo(caller: string, a: Gaussian, b: Gaussian) {
  const d = checkGaussian(caller, "a", a);
  if (checkGaussian(caller, "b", b) !== d)
    throw new RangeError(
      `${caller}: expected Gaussians of equally many features, got ${d} and ${b.mean.length}`,
    );
  const factor = cholesky(caller, b.covariance, d);
  const whitened = Float64Array.from(a.covariance);
  // L⁻¹ Σ_a, then its transpose by L⁻¹ again.
  for (let round = 0; round < 2; round++) {
    for (let j = 0; j < d; j++) solveLower(factor, whitened, d, j, d);
    transpose(whitened, d);
  }
  const { values, vectors } = symmetricEigen(whitened, d);
  const shift = Float64Array.from({ length: d }, (_, i) => a.mean[i]! - b.mean[i]!);
  solveLower(factor, shift, d, 0, 1);
  const shifts = new Float64Array(d);
  for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) shifts[j]! += vectors[i * d + j]! * shift[i]!;
  const rounding = d * Number.EPSILON * values.reduce((largest, value) => Math.max(largest, value), 0);
  return { variances: values.map((value) => (value > rounding ? value : 0)), shifts };
}

function checkGaussian(caller: string, name: string, gaussian: Gaussian): number {
  if (typeof gaussian !== "object" || gaussian === null || !gaussian.mean || !gaussian.covariance)
    throw new TypeError(`${caller}: expected ${name} to have mean and covariance, got ${shown(gaussian)}`);
  const { mean, covariance } = gaussian;
  const d = mean.length;
  if (d === 0 || covariance.length !== d * d)
    throw new RangeError(
      `${caller}: expected ${name} to have a mean of d ≥ 1 numbers and a covariance of d × d, got ${d} and ${covariance.length} numbers`,
    );
  checkFinite(caller, `${name}.mean`, mean);
  checkFinite(caller, `${name}.covariance`, covariance, { features: d });
  return d;
}

/** L with LLᵀ = the covariance. */
function cholesky(caller: string, covariance: ArrayLike<number>, d: number): Float64Array {
  const factor = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      let rest = covariance[i * d + j]!;
      for (let k = 0; k < j; k++) rest -= factor[i * d + k]! * factor[j * d + k]!;
      if (i !== j) {
        factor[i * d + j] = rest / factor[j * d + j]!;
        continue;
      }
      if (!(rest > d * Number.EPSILON * covariance[i * d + i]!))
        throw new RangeError(
          `${caller}: expected a positive definite covariance of b, got one that is singular at feature ${i}; take more points than features`,
        );
      factor[i * d + i] = Math.sqrt(rest);
    }
  return factor;
}

/** Column `j` of a matrix with `stride` columns ← L⁻¹ times it. */
function solveLower(factor: Float64Array, matrix: Float64Array, d: number, j: number, stride: number): void {
  for (let i = 0; i < d; i++) {
    let rest = matrix[i * stride + j]!;
    for (let k = 0; k < i; k++) rest -= factor[i * d + k]! * matrix[k * stride + j]!;
    matrix[i * stride + j] = rest / factor[i * d + i]!;
  }
}

function transpose(matrix: Float64Array, d: number): void {
  for (let i = 0; i < d; i++)
    for (let j = 0; j < i; j++)
      [matrix[i * d + j], matrix[j * d + i]] = [matrix[j * d + i]!, matrix[i * d + j]!];
}
