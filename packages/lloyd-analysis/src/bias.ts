import { requireFinite, requireHorizon, requireStableAlpha } from "./arguments.js";
import { log1pmx } from "./log1pmx.js";

/** The drift of the batch means and how long the recurrence has run. */
export interface BiasOptions {
  /** a, how far the true mean moves towards M per batch, in units of the data. Default 1. */
  readonly a?: number;
  /** T, number of updates, integer ≥ 1, or Infinity (the default) for the asymptotic form. */
  readonly T?: number;
  /** C₀ − M, where the centre starts, in units of the data. Default 0; without effect as T → ∞. */
  readonly start?: number;
}

/**
 * E[C(T)] − M: how far behind the last mean M the centre C(t) = (1 − α) C(t−1) + α m(t) stays, when the batch means
 * drift, m(t) = M + a (T − t) + noise.
 *
 * Unrolled, with r = 1 − α,
 *
 *     E[C(T)] − M = r^T (C₀ − M) + α a Σ_{s=0}^{T−1} s r^s
 *                 = r^T (C₀ − M) + (a r / α) (1 − r^{T−1} (1 + (T − 1) α)),
 *
 * which tends to a (1 − α)/α, the form the source gives; it drops the first term. The closed form is evaluated through
 * log1p and expm1, so that it keeps its digits when α T is small.
 *
 * @param alpha α in (0, 2), dimensionless.
 * @returns The bias, signed, in units of the data; the bias² of the error is its square.
 * @throws RangeError if α is outside (0, 2), T is not a positive integer or Infinity, or a or start is not finite.
 * @see ECE/CS 559, homework 7 (fall 2024), last pages.
 */
export function bias(alpha: number, { a = 1, T = Infinity, start = 0 }: BiasOptions = {}): number {
  requireStableAlpha("bias", alpha);
  requireHorizon("bias", T);
  requireFinite("bias", "a", a);
  requireFinite("bias", "start", start);
  const r = 1 - alpha;
  const asymptotic = (a * r) / alpha;
  if (T === Infinity) return asymptotic;
  const n = T - 1;
  if (alpha > 1) return r ** T * start + asymptotic * (1 - r ** n * (1 + n * alpha));
  const decayed = Math.exp(T * Math.log1p(-alpha)) * start;
  if (n === 0) return decayed;
  // r^n (1 + nα) = exp(n log(1 − α) + log(1 + nα)); the linear terms −nα and +nα cancel exactly, log1pmx leaves them out.
  return decayed - asymptotic * Math.expm1(n * log1pmx(-alpha) + log1pmx(n * alpha));
}
