import { requireOptions } from "./arguments.js";
import { bias } from "./bias.js";
import { variance } from "./variance.js";

/** The whole model of the source: drift, noise, batch size, length and start of a run. */
export interface ModelOptions {
  /** b, points per batch, integer ≥ 1. */
  readonly b: number;
  /** a, the drift per batch, in units of the data. Default 1. */
  readonly a?: number;
  /** The noise of one point, in units of the data. Default a: the source takes both to be the same. */
  readonly noise?: number;
  /** T, number of updates, integer ≥ 1, or Infinity (the default). */
  readonly T?: number;
  /** C₀ − M, where the centre starts. Default 0. */
  readonly start?: number;
}

/**
 * The expected squared error of the centre, E[(C(T) − M)²] = bias² + variance, for the model
 * m(t) = M + a (T − t) + noise · Z_t/√b, with Z_t standard normal.
 *
 * @param alpha α in (0, 2), dimensionless.
 * @returns The error in squared units of the data.
 * @throws RangeError as for {@link bias} and {@link variance}; TypeError without options.
 */
export function error(alpha: number, options: ModelOptions): number {
  const { b, a = 1, noise = a, T = Infinity, start = 0 } = requireOptions("error", options);
  return bias(alpha, { a, T, start }) ** 2 + variance(alpha, { b, a: noise, T });
}
