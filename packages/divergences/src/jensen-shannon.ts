import { type DistributionGradient, unitPair } from "./kl-divergence.js";

/**
 * The Jensen–Shannon divergence of two distributions over the same outcomes, ½ KL(p ‖ m) + ½ KL(q ‖ m) with m = (p + q)/2. A GAN's
 * generator minimizes it when its discriminator is the best one. Its root satisfies the triangle inequality.
 *
 * @param p probabilities that sum to 1 within 1e-9; what is off within that is divided out.
 * @param q probabilities of as many outcomes.
 * @returns in nats, from 0 (only for p = q) to ln 2 (where they share no outcome).
 * @throws TypeError for what is no list; RangeError for lengths that differ, a negative probability or NaN, or a sum that is not 1.
 * @see J. Lin, Divergence Measures Based on the Shannon Entropy, 1991.
 */
export function jensenShannon(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [first, second] = unitPair("jensenShannon", p, q);
  const total = first.reduce((nats, mass, i) => nats + jensenShannonTerm(mass, second[i]!), 0);
  return Math.min(Math.LN2, Math.max(0, total));
}

/**
 * The derivatives of `jensenShannon` with respect to the probabilities, each taken as free: ½ ln(pᵢ / mᵢ) and ½ ln(qᵢ / mᵢ).
 *
 * @throws as `jensenShannon`.
 */
export function jensenShannonGradient(p: ArrayLike<number>, q: ArrayLike<number>): DistributionGradient {
  const [first, second] = unitPair("jensenShannonGradient", p, q);
  return {
    p: first.map((mass, i) => halfLogRatio(mass, second[i]!)),
    q: second.map((mass, i) => halfLogRatio(mass, first[i]!)),
  };
}

/** One outcome's share, ½ p ln(p/m) + ½ q ln(q/m). */
export function jensenShannonTerm(p: number, q: number): number {
  return (p === 0 ? 0 : p * halfLogRatio(p, q)) + (q === 0 ? 0 : q * halfLogRatio(q, p));
}

/** ½ ln(own / m), without m, which for the smallest numbers would round to 0. */
function halfLogRatio(own: number, other: number): number {
  return 0.5 * Math.log((2 * own) / (own + other));
}
