import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { stream } from "@elbowjs/training";
import type { FeatureRows } from "./precision-recall.js";
import { checkFeatureRows } from "./precision-recall.js";
import { upperGamma } from "./upper-gamma.js";

/** Options of {@link differentBins}. */
export interface DifferentBinsOptions {
  /** Cells, an integer ≥ 2. Default 100, or a twentieth of the real images if that is less. */
  readonly bins?: number;
  /** Level of the tests, in (0, 1). Default 0.05. */
  readonly level?: number;
  /** Which images the cells lie around; an integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/** What {@link differentBins} returns. */
export interface DifferentBins {
  readonly bins: number;
  /** Cells whose shares differ significantly; of equal distributions about `level · bins` do. */
  readonly different: number;
  /** The same as a part of all cells, in [0, 1]. */
  readonly share: number;
  /** Share of the real and of the made images in each cell. */
  readonly real: readonly number[];
  readonly made: readonly number[];
}

/**
 * The number of statistically different bins: the features of real images are cut into cells, and for each cell the share of real and
 * of made images in it are compared by the two-proportion z-test. A mode that a model misses is a cell that differs.
 *
 * The cells are those of points nearest to some of the real images, drawn at random, which are then left out of the counts; the
 * paper takes k-means centres. The test holds for any cells that do not depend on what is counted.
 *
 * @param real at least 20 rows. @param made at least one row of the same width.
 * @throws RangeError for options outside their range, fewer rows, or other widths.
 * @see E. Richardson, Y. Weiss, On GANs and GMMs, 2018, section 4.
 */
export function differentBins(
  real: FeatureRows,
  made: FeatureRows,
  options: DifferentBinsOptions = {},
): DifferentBins {
  checkOptions("differentBins", options, ["bins", "level", "seed"]);
  checkFeatureRows("differentBins", "real", real);
  checkFeatureRows("differentBins", "made", made);
  const d = real.width;
  const [n, m] = [real.features.length / d, made.features.length / d];
  if (!(Number.isInteger(n) && n >= 20 && Number.isInteger(m) && m >= 1 && made.width === d))
    throw new RangeError(
      `differentBins: expected at least 20 real rows and one made row of one width, got ${n} of ${d} and ${m} of ${made.width}`,
    );
  const { bins = Math.max(2, Math.min(100, Math.floor(n / 20))), level = 0.05, seed = 0 } = options;
  checkNumbers("differentBins", {
    bins: [bins, `integer in [2, ${Math.floor(n / 2)}]`],
    level: [level, "(0, 1)"],
    seed: [seed, "integer ≥ 0"],
  });
  const order = stream(seed, "evaluate").permutation(n);
  const centres = Array.from(order.subarray(0, bins), Number);
  const rest = Array.from(order.subarray(bins), Number);
  const realCounts = countNearest(real, rest, real, centres, d);
  const madeCounts = countNearest(
    made,
    Array.from({ length: m }, (_, j) => j),
    real,
    centres,
    d,
  );
  const different = realCounts.filter(
    (count, cell) => pValue(count, rest.length, madeCounts[cell]!, m) < level,
  ).length;
  return {
    bins,
    different,
    share: different / bins,
    real: realCounts.map((count) => count / rest.length),
    made: madeCounts.map((count) => count / m),
  };
}

function countNearest(
  rows: FeatureRows,
  list: readonly number[],
  real: FeatureRows,
  centres: readonly number[],
  d: number,
): number[] {
  const counts = new Array<number>(centres.length).fill(0);
  for (const i of list) {
    let [nearest, least] = [0, Number.POSITIVE_INFINITY];
    for (const [cell, centre] of centres.entries()) {
      let distance = 0;
      for (let f = 0; f < d && distance < least; f++)
        distance += (rows.features[i * d + f]! - real.features[centre * d + f]!) ** 2;
      if (distance < least) [nearest, least] = [cell, distance];
    }
    counts[nearest]! += 1;
  }
  return counts;
}

/** Two-sided: P(|z| ≥ …) with z = (p₁ − p₂)/√(p(1 − p)(1/n₁ + 1/n₂)), p the share of both together. */
function pValue(count: number, n: number, other: number, m: number): number {
  const pooled = (count + other) / (n + m);
  const variance = pooled * (1 - pooled) * (1 / n + 1 / m);
  if (variance === 0) return 1;
  return upperGamma(0.5, (count / n - other / m) ** 2 / variance / 2); // z² is a χ² of one degree of freedom
}
