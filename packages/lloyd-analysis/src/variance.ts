import {
  requireFinite,
  requireHorizon,
  requireOptions,
  requirePositiveInteger,
  requireStableAlpha,
} from "./arguments.js";

/** The noise of the batch means and how long the recurrence has run. */
export interface VarianceOptions {
  /** b, points per batch, integer ≥ 1. */
  readonly b: number;
  /** a, the noise of one point, in units of the data: a batch mean has variance a²/b. Default 1. */
  readonly a?: number;
  /** T, number of updates, integer ≥ 1, or Infinity (the default) for the stationary form. */
  readonly T?: number;
}

/**
 * Var[C(T)] of the centre C(t) = (1 − α) C(t−1) + α m(t), when the batch means carry independent noise of variance a²/b.
 *
 * Unrolled, with r = 1 − α,
 *
 *     Var[C(T)] = (a²/b) α² Σ_{s=0}^{T−1} r^{2s} = (a²/b) α² (1 − r^{2T}) / (1 − r²) = (a²/b) (1 − r^{2T}) α / (2 − α),
 *
 * which tends to (a²/b) α/(2 − α). At α = 1 it is a²/b, a plain batch mean.
 *
 * @param alpha α in (0, 2), dimensionless.
 * @returns The variance in squared units of the data.
 * @throws RangeError if α is outside (0, 2), b or T is not a positive integer (T may be Infinity), or a is not finite.
 * @throws TypeError without options.
 * @see ECE/CS 559, homework 7 (fall 2024), last pages.
 */
export function variance(alpha: number, options: VarianceOptions): number {
  const { b, a = 1, T = Infinity } = requireOptions("variance", options);
  requireStableAlpha("variance", alpha);
  requirePositiveInteger("variance", "b", b);
  requireHorizon("variance", T);
  requireFinite("variance", "a", a);
  const stationary = (((a * a) / b) * alpha) / (2 - alpha);
  const logRetention = alpha < 1 ? Math.log1p(-alpha) : Math.log(alpha - 1);
  return -Math.expm1(2 * T * logRetention) * stationary;
}
