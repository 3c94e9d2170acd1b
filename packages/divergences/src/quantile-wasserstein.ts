import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { integrate, type QuadratureResult } from "./quadrature.js";
import { checkOrder } from "./wasserstein-1d.js";

export interface QuantileWassersteinOptions {
  /** Order of the distance, ≥ 1 and finite. Default 1. */
  readonly p?: number;
  /** Largest error of the integral ∫ |F⁻¹ − G⁻¹|ᵖ du, absolute below 1 and relative above, > 0. Default 1e-12. */
  readonly tolerance?: number;
}

/**
 * The p-Wasserstein distance of two distributions on a line from their quantile functions, (∫₀¹ |F⁻¹(u) − G⁻¹(u)|ᵖ du)^{1/p}, by
 * quadrature. A generator that turns uniform noise into samples monotonically is the quantile function of what it generates.
 *
 * @param quantileP F⁻¹, ascending on (0, 1). @param quantileQ G⁻¹.
 * @returns the distance, the root, in the line's unit, and an estimate of its error; Infinity for tails too heavy to have one.
 * @throws TypeError for what is no function; RangeError for p < 1, NaN, or an integral that does not converge.
 */
export function quantileWasserstein(
  quantileP: (u: number) => number,
  quantileQ: (u: number) => number,
  options: QuantileWassersteinOptions = {},
): QuadratureResult {
  const caller = "quantileWasserstein";
  checkKinds(caller, { quantileP: [quantileP, "function"], quantileQ: [quantileQ, "function"] });
  checkOptions(caller, options, ["p", "tolerance"]);
  const { p = 1, tolerance = 1e-12 } = options;
  checkOrder(caller, p, false);
  checkNumbers(caller, { tolerance: [tolerance, "> 0"] });
  const displacement = (u: number) => Math.abs(quantileP(u) - quantileQ(u)) ** p;
  const { value, error } = integrate(caller, displacement, [0, 1], tolerance);
  const root = value ** (1 / p);
  if (value === Infinity) return { value, error: 0 };
  return { value: root, error: value === 0 ? error ** (1 / p) : (error * root) / (p * value) };
}
