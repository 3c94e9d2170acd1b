import { requireFinite, requirePositiveInteger, requireStableAlpha } from "./arguments.js";
import type { ModelOptions } from "./error.js";
import { normalGenerator } from "./normal-generator.js";

/** The model to run, how often, and from which seed. */
export interface SimulateOptions extends ModelOptions {
  /** α in (0, 2), dimensionless. */
  readonly alpha: number;
  /** T, number of updates of a run, integer ≥ 1 (a run cannot be infinite). */
  readonly T: number;
  /** Number of independent runs, integer ≥ 2. Default 1000. */
  readonly runs?: number;
  /** Seed of the noise, an integer; the same seed gives the same runs. Default 0. */
  readonly seed?: number;
}

/** What the runs ended at, and how surely they tell. */
export interface Simulation {
  /** C(T) − M of every run. */
  readonly offsets: Float64Array;
  /** Their mean, and its standard error. */
  readonly bias: number;
  readonly biasStandardError: number;
  /** Their sample variance (divisor runs − 1), and its standard error for normal noise, variance · √(2/(runs − 1)). */
  readonly variance: number;
  readonly varianceStandardError: number;
  /** The mean of (C(T) − M)². */
  readonly error: number;
}

/**
 * Monte Carlo of the model: C(t) = (1 − α) C(t−1) + α m(t) with m(t) = M + a (T − t) + noise · Z_t/√b, run step by step.
 *
 * It uses none of the closed forms, so it checks them.
 *
 * @throws RangeError if α is outside (0, 2), b, T or runs is not a positive integer (runs ≥ 2), or another number is not finite.
 */
export function simulate(options: SimulateOptions): Simulation {
  const { alpha, b, T, a = 1, noise = a, start = 0, runs = 1000, seed = 0 } = options;
  requireStableAlpha("simulate", alpha);
  requirePositiveInteger("simulate", "b", b);
  requirePositiveInteger("simulate", "T", T);
  for (const [name, value] of Object.entries({ a, noise, start })) requireFinite("simulate", name, value);
  if (!(Number.isSafeInteger(runs) && runs >= 2)) {
    throw new RangeError(`simulate: expected runs to be an integer ≥ 2, got ${runs}`);
  }
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`simulate: expected seed to be an integer, got ${seed}`);
  }

  const normal = normalGenerator(seed);
  const deviation = noise / Math.sqrt(b);
  const offsets = Float64Array.from({ length: runs }, () => {
    let offset = start;
    for (let t = 1; t <= T; t++) offset = (1 - alpha) * offset + alpha * (a * (T - t) + deviation * normal());
    return offset;
  });

  const mean = offsets.reduce((sum, offset) => sum + offset, 0) / runs;
  const squares = offsets.reduce((sum, offset) => sum + (offset - mean) ** 2, 0);
  const sampleVariance = squares / (runs - 1);
  return {
    offsets,
    bias: mean,
    biasStandardError: Math.sqrt(sampleVariance / runs),
    variance: sampleVariance,
    varianceStandardError: sampleVariance * Math.sqrt(2 / (runs - 1)),
    error: mean * mean + squares / runs,
  };
}
