import { checkKinds, checkNumbers, checkOptions, shown } from "@elbowjs/arguments";
import { ofNumber } from "../of-number.js";
/** A strictly monotone map y = g(x), given by its inverse. */
export interface MonotoneMap {
  /** x = g⁻¹(y). */
  inverse(y: number): number;
  /** dg⁻¹/dy at y. */
  inverseDerivative(y: number): number;
}

/**
 * Density of Y = g(X) for a strictly monotone g: f_Y(y) = f_X(g⁻¹(y))·|dg⁻¹/dy|. The factor is the width of the
 * x-interval that becomes a y-interval of width one, whichever way it runs.
 *
 * @param density f_X.
 * @param map The inverse of g and its derivative.
 * @returns f_Y.
 * @see ECE/CS 559, lecture 19.
 */
export function derivedDensity(density: (x: number) => number, map: MonotoneMap): (y: number) => number {
  checkKinds("derivedDensity", {
    density: [density, "function"],
    map: [map, { inverse: "function", inverseDerivative: "function" }],
  });
  return ofNumber("derivedDensity", (y) => density(map.inverse(y)) * Math.abs(map.inverseDerivative(y)));
}

/** y = −log x on (0, 1), which makes a uniform X exponential. */
export const negativeLog: MonotoneMap = {
  inverse: ofNumber("negativeLog", (y) => Math.exp(-y)),
  inverseDerivative: ofNumber("negativeLog", (y) => -Math.exp(-y)),
};

/** The density of X uniform on [0, 1]. */
export function uniformDensity(x: number): number {
  if (typeof x !== "number") checkKinds("uniformDensity", { x: [x, "number"] });
  return x >= 0 && x <= 1 ? 1 : 0;
}

/** −log U of a sample, and how far it is from exponential. */
export interface NegativeLogUniformTrace {
  /** U, as drawn, in [0, 1). */
  readonly uniform: Float64Array;
  /** −log(1 − U), n numbers ≥ 0; 1 − U is uniform too, and never 0. */
  readonly sample: Float64Array;
  /** Mean of the sample; 1 for the exponential. */
  readonly mean: number;
  /** Unbiased variance of the sample; 1 for the exponential. */
  readonly variance: number;
  /**
   * Kolmogorov's distance: the largest difference between the sample's distribution function and 1 − e^(−y). Below
   * 1.63/√n in 99 of 100 samples that are exponential.
   */
  readonly distance: number;
}

/**
 * Draws −log U and compares it with the exponential distribution of rate 1, which it follows: P(−log U > y) =
 * P(U < e^(−y)) = e^(−y).
 *
 * @param n Draws, an integer in [2, 2²⁴].
 * @param options `random`, uniform in [0, 1).
 * @throws RangeError if n is not such an integer or a draw is outside [0, 1); TypeError if `random` is no function.
 */
export function negativeLogUniformTrace(
  n: number,
  options: { readonly random: () => number },
): NegativeLogUniformTrace {
  checkNumbers("negativeLogUniformTrace", { n: [n, "integer in [2, 16777216]"] });
  checkOptions("negativeLogUniformTrace", options, ["random"]);
  checkKinds("negativeLogUniformTrace", { options: [options, { random: "function" }] });
  const { random } = options;
  const uniform = Float64Array.from({ length: n }, () => {
    const u = random();
    if (!(u >= 0 && u < 1))
      throw new RangeError(`negativeLogUniformTrace: expected random() in [0, 1), got ${shown(u)}`);
    return u;
  });
  const sample = uniform.map((u) => -Math.log1p(-u));
  const mean = sample.reduce((a, b) => a + b) / n;
  const variance = sample.reduce((total, y) => total + (y - mean) ** 2, 0) / (n - 1);
  const distance = sample.toSorted().reduce((largest, y, i) => {
    const cumulative = -Math.expm1(-y);
    return Math.max(largest, cumulative - i / n, (i + 1) / n - cumulative);
  }, 0);
  return { uniform, sample, mean, variance, distance };
}
