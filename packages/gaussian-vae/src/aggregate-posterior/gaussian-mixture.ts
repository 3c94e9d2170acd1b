import { checkKinds, checkNumbers, checkShape } from "@elbowjs/arguments";
import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** One Gaussian of a mixture, and its share. */
export interface MixtureComponent {
  /** π > 0; the weights of a mixture sum to 1. */
  readonly weight: number;
  /** μ, d numbers. */
  readonly mean: Float64Array;
  /** Σ = LLᵀ as L, lower triangular with a positive diagonal, d × d, row after row. */
  readonly lower: Float64Array;
}

/** The mixture of Gaussians Σₖ πₖ N(μₖ, Σₖ) in d dimensions. */
export type GaussianMixture = readonly MixtureComponent[];

/** Refuses what is no mixture: components of one number of dimensions, at least one. */
export function checkMixture(caller: string, mixture: GaussianMixture): void {
  checkKinds(caller, {
    mixture: [mixture, [{ weight: "number", mean: "Float64Array", lower: "Float64Array" }]],
  });
  checkNumbers(caller, { "the number of components": [mixture.length, "integer ≥ 1"] });
  const d = mixture[0]!.mean.length;
  for (const [i, { mean, lower }] of mixture.entries()) {
    checkShape(caller, `mixture[${i}].mean`, [mean.length], [d]);
    checkShape(caller, `mixture[${i}].lower`, [lower.length], [d * d]);
  }
}

/**
 * The L of Σ = LLᵀ.
 *
 * @param covariance d × d, row after row.
 * @throws RangeError if Σ is not positive definite.
 */
export function lowerRoot(who: string, covariance: Float64Array, d: number): Float64Array {
  const decomposition = new CholeskyDecomposition(Matrix.from1DArray(d, d, covariance));
  if (!decomposition.isPositiveDefinite())
    throw new RangeError(
      `${who}: expected points that spread in all ${d} dimensions, got a component without; take fewer components or a larger floor`,
    );
  return Float64Array.from(decomposition.lowerTriangularMatrix.to1DArray());
}

/**
 * ln πₖ + ln N(x; μₖ, Σₖ) of one point for every component: −½(d ln 2π + ‖L⁻¹(x − μ)‖²) − ln det L + ln π.
 *
 * @returns a function of rows of d numbers, the place where the point's row starts, and an array that receives one number a component.
 */
export function weightedLogDensity(
  mixture: GaussianMixture,
): (points: ArrayLike<number>, start: number, out: Float64Array) => void {
  const d = mixture[0]!.mean.length;
  const constants = mixture.map(({ weight, lower }) => {
    let logDeterminant = 0;
    for (let i = 0; i < d; i++) logDeterminant += Math.log(lower[i * d + i]!);
    return Math.log(weight) - 0.5 * d * Math.log(2 * Math.PI) - logDeterminant;
  });
  const y = new Float64Array(d);
  return (points, start, out) => {
    for (let k = 0; k < mixture.length; k++) {
      const { mean, lower } = mixture[k]!;
      let square = 0;
      for (let i = 0; i < d; i++) {
        let rest = points[start + i]! - mean[i]!;
        for (let j = 0; j < i; j++) rest -= lower[i * d + j]! * y[j]!;
        y[i] = rest / lower[i * d + i]!;
        square += y[i]! ** 2;
      }
      out[k] = constants[k]! - 0.5 * square;
    }
  };
}

/**
 * Draws from a mixture: a component by its weight, then μ + Lε.
 *
 * @param n how many.
 * @param random uniform and standard normal numbers.
 * @returns n × d numbers, row after row.
 */
export function drawMixture(
  mixture: GaussianMixture,
  n: number,
  random: { random(): number; standardNormal(n: number): ArrayLike<number> },
): Float32Array {
  const d = mixture[0]!.mean.length;
  const out = new Float32Array(n * d);
  for (let row = 0; row < n; row++) {
    let left = random.random();
    // Rounding may leave a little of 1 after the last component.
    const { mean, lower } = mixture.find(({ weight }) => (left -= weight) < 0) ?? mixture.at(-1)!;
    const epsilon = random.standardNormal(d);
    for (let i = 0; i < d; i++) {
      let value = mean[i]!;
      for (let j = 0; j <= i; j++) value += lower[i * d + j]! * epsilon[j]!;
      out[row * d + i] = value;
    }
  }
  return out;
}
