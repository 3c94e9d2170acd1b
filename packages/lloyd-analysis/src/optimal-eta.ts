import { etaFromAlpha, type UpdateOptions } from "./alpha.js";
import { requirePositiveInteger } from "./arguments.js";
import { increasingRoot } from "./increasing-root.js";

/** How the learning rate maps to α, and how strong drift and noise are. */
export interface EtaOptions extends UpdateOptions {
  /** a, the drift per batch, > 0, in units of the data. Default 1; only a/noise matters. */
  readonly a?: number;
  /** The noise of one point, > 0, in units of the data. Default a, as the source assumes. */
  readonly noise?: number;
}

/**
 * The root r = 1 − α in (0, 1) of  B r^p (1 + r)^{3−p} = (1 − r)³,  with B = b (a/noise)².
 *
 * p = 2 is the balance bias² = variance: (r/α)² = α/(B (2 − α)), where 2 − α = 1 + r.
 * p = 1 is the minimum of the sum (r/α)² + α/(B (2 − α)): its derivative by r is 2r/(1 − r)³ − 2/(B (1 + r)²).
 *
 * It is solved for r, not for α: for large b the root is near r = 1/√B or 1/B, which α = 1 − r would round away. The
 * left side increases and the right side decreases, so there is one root, and it is a simple one.
 */
function retention(caller: string, p: 1 | 2, b: number, { a = 1, noise = a }: EtaOptions): number {
  requirePositiveInteger(caller, "b", b);
  for (const [name, value] of [
    ["a", a],
    ["noise", noise],
  ] as const) {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`${caller}: expected ${name} to be a finite number > 0, got ${value}`);
    }
  }
  const B = b * (a / noise) ** 2;
  const q = 3 - p;
  return increasingRoot(
    (r) => [
      B * r ** p * (1 + r) ** q - (1 - r) ** 3,
      B * r ** (p - 1) * (1 + r) ** (q - 1) * (p * (1 + r) + q * r) + 3 * (1 - r) ** 2,
    ],
    0,
    1,
  );
}

/**
 * 1 − α where bias² equals the variance: the root of the cubic b (1 − α)² (2 − α) = α³, to a relative 1e-12 even where
 * α itself rounds to 1.
 *
 * @throws RangeError if b is not a positive integer, or a or noise is not finite and > 0.
 */
export function balancedRetention(b: number, options: EtaOptions = {}): number {
  return retention("balancedRetention", 2, b, options);
}

/**
 * 1 − α where bias² + variance is least: the root of the cubic b (1 − α) (2 − α)² = α³, to a relative 1e-12.
 *
 * @throws RangeError if b is not a positive integer, or a or noise is not finite and > 0.
 */
export function optimalRetention(b: number, options: EtaOptions = {}): number {
  return retention("optimalRetention", 1, b, options);
}

/**
 * The learning rate at which the squared bias and the variance of the asymptotic model are equal, the source's answer to
 * "which η approximates Lloyd's algorithm best": α solves b (1 − α)² (2 − α) = α³, and η = 5 α for ten equal clusters.
 *
 * The source says that b = N gives η = 5 exactly. That holds in the limit b → ∞ only: 5 − η ≈ 5/√(b), and
 * balancedEta(60000) is 4.97975….
 *
 * @param b Points per batch, integer ≥ 1.
 * @returns η, to 1e-12.
 * @throws RangeError if b is not a positive integer, or an option is outside its interval; TypeError as for `alphaFromEta`.
 * @see ECE/CS 559, homework 7 (fall 2024), last pages.
 */
export function balancedEta(b: number, options: EtaOptions = {}): number {
  return etaFromAlpha(1 - retention("balancedEta", 2, b, options), options);
}

/**
 * The learning rate that makes bias² + variance of the asymptotic model least: α solves b (1 − α)(2 − α)² = α³.
 *
 * It lies above {@link balancedEta} and reaches its limit faster, 5 − η ≈ 5/b for ten equal clusters.
 *
 * @param b Points per batch, integer ≥ 1.
 * @returns η, to 1e-12.
 * @throws RangeError if b is not a positive integer, or an option is outside its interval; TypeError as for `alphaFromEta`.
 * @see ECE/CS 559, homework 7 (fall 2024), last pages: "we could also try to minimise the sum".
 */
export function optimalEta(b: number, options: EtaOptions = {}): number {
  return etaFromAlpha(1 - retention("optimalEta", 1, b, options), options);
}
