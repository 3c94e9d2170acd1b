import { alphaFromEta, etaFromAlpha } from "./alpha.js";
import { requirePositiveInteger } from "./arguments.js";
import { bias } from "./bias.js";
import { error } from "./error.js";
import { balancedEta, type EtaOptions, optimalEta } from "./optimal-eta.js";
import { variance } from "./variance.js";

/** One learning rate and what the model says of it. */
export interface CurvePoint {
  readonly eta: number;
  readonly alpha: number;
  /** Squared bias, in squared units of the data. */
  readonly bias2: number;
  readonly variance: number;
  /** bias2 + variance. */
  readonly error: number;
}

/** The two curves of the source's plot and their sum, with the two learning rates they lead to. */
export interface Curves {
  readonly b: number;
  readonly points: readonly CurvePoint[];
  /** Where the curves cross. */
  readonly balanced: CurvePoint;
  /** Where their sum is least. */
  readonly optimal: CurvePoint;
}

/** What the curves are drawn for. */
export interface CurvesOptions extends EtaOptions {
  /** b, points per batch, integer ≥ 1. */
  readonly b: number;
  /** T, number of updates, for the exact curves; Infinity (the default) for the source's asymptotic ones. */
  readonly T?: number;
  /** C₀ − M, in units of the data; counts for finite T only. Default 0. */
  readonly start?: number;
  /** The learning rates, each in the stable interval. Default: 199 from α = 0.01 to 1.99 (η from 0.05 to 9.95). */
  readonly etas?: Iterable<number>;
}

/**
 * The curves bias²(η) and variance(η) of the model and their sum.
 *
 * The two marked learning rates are those of the asymptotic model, as {@link balancedEta} and {@link optimalEta} give them,
 * also when the curves are drawn for finite T.
 *
 * @throws RangeError if b, T, a, noise, start or a learning rate is outside its interval; TypeError as for `alphaFromEta`.
 */
export function curves({ b, T = Infinity, start = 0, etas, ...options }: CurvesOptions): Curves {
  requirePositiveInteger("curves", "b", b);
  const { a = 1, noise = a } = options;
  const point = (eta: number): CurvePoint => {
    const alpha = alphaFromEta(eta, options);
    return {
      eta,
      alpha,
      bias2: bias(alpha, { a, T, start }) ** 2,
      variance: variance(alpha, { b, a: noise, T }),
      error: error(alpha, { b, a, noise, T, start }),
    };
  };
  const drawn = etas ?? Array.from({ length: 199 }, (_, i) => etaFromAlpha((i + 1) / 100, options));
  return {
    b,
    points: Array.from(drawn, point),
    balanced: point(balancedEta(b, options)),
    optimal: point(optimalEta(b, options)),
  };
}
