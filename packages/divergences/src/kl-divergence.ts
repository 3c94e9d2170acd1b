import { readDistributions, sum } from "./weights.js";

/**
 * The Kullback–Leibler divergence of two distributions over the same outcomes, Σᵢ pᵢ ln(pᵢ / qᵢ): the nats that a code made for q
 * wastes on outcomes drawn from p. A term with pᵢ = 0 counts 0.
 *
 * @param p probabilities that sum to 1 within 1e-9; what is off within that is divided out.
 * @param q probabilities of as many outcomes.
 * @returns in nats, ≥ 0, 0 only for p = q; Infinity where qᵢ = 0 < pᵢ.
 * @throws TypeError for what is no list; RangeError for lengths that differ, a negative probability or NaN, or a sum that is not 1.
 * @see S. Kullback, R. Leibler, On Information and Sufficiency, 1951.
 */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [first, second] = unitPair("klDivergence", p, q);
  return Math.max(
    0,
    first.reduce((total, mass, i) => total + relativeEntropy(mass, second[i]!), 0),
  );
}

/** Derivatives with respect to the two distributions' probabilities, each of them taken as free. */
export interface DistributionGradient {
  readonly p: Float64Array;
  readonly q: Float64Array;
}

/**
 * The derivatives of Σᵢ pᵢ ln(pᵢ / qᵢ): ln(pᵢ / qᵢ) + 1 and −pᵢ / qᵢ. Only differences of two entries matter while the sums stay 1.
 *
 * @throws as `klDivergence`.
 */
export function klDivergenceGradient(p: ArrayLike<number>, q: ArrayLike<number>): DistributionGradient {
  const [first, second] = unitPair("klDivergenceGradient", p, q);
  return {
    p: first.map((mass, i) => Math.log(mass / second[i]!) + 1),
    q: first.map((mass, i) => (mass === 0 ? 0 : -mass / second[i]!)),
  };
}

/** p ln(p / q), 0 for p = 0. */
export function relativeEntropy(p: number, q: number): number {
  return p === 0 ? 0 : p * Math.log(p / q);
}

/** Two distributions, divided by their sums. */
export function unitPair(
  caller: string,
  p: ArrayLike<number>,
  q: ArrayLike<number>,
): readonly [Float64Array, Float64Array] {
  const [first, second] = readDistributions(caller, p, q);
  const [massP, massQ] = [sum(first), sum(second)];
  return [first.map((mass) => mass / massP), second.map((mass) => mass / massQ)];
}
