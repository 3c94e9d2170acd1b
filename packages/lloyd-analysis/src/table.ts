import { etaFromAlpha } from "./alpha.js";
import { balancedRetention, type EtaOptions, optimalRetention } from "./optimal-eta.js";

/** One batch size and its two learning rates. */
export interface TableRow {
  readonly b: number;
  /** η where bias² = variance, and bias² + variance there. */
  readonly balancedEta: number;
  readonly balancedError: number;
  /** η where bias² + variance is least, and that least value. */
  readonly optimalEta: number;
  readonly optimalError: number;
}

/**
 * The two learning rates and the error each leaves, for a list of batch sizes.
 *
 * The error a² r²/(1 − r)² + (noise²/b)(1 − r)/(1 + r) is evaluated at the retention r = 1 − α, which is known to full
 * precision where α rounds to 1.
 *
 * @param batchSizes Integers ≥ 1. Default 1, 8, 64, 256, 1024, 60000.
 * @throws RangeError, TypeError as for `balancedEta`.
 */
export function table(
  batchSizes: Iterable<number> = [1, 8, 64, 256, 1024, 60_000],
  options: EtaOptions = {},
): TableRow[] {
  const { a = 1, noise = a } = options;
  const error = (b: number, r: number) =>
    ((a * r) / (1 - r)) ** 2 + (((noise * noise) / b) * (1 - r)) / (1 + r);
  return Array.from(batchSizes, (b) => {
    const balanced = balancedRetention(b, options);
    const optimal = optimalRetention(b, options);
    return {
      b,
      balancedEta: etaFromAlpha(1 - balanced, options),
      balancedError: error(b, balanced),
      optimalEta: etaFromAlpha(1 - optimal, options),
      optimalError: error(b, optimal),
    };
  });
}
