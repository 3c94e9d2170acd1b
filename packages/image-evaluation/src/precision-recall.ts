import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";

/** Features of images, as `sampleQuality(…).read` has them. */
export interface FeatureRows {
  /** n × d numbers, row after row. */
  readonly features: ArrayLike<number>;
  /** d, an integer ≥ 1. */
  readonly width: number;
}

/** Refuses what are no features. */
export function checkFeatureRows(caller: string, name: string, rows: FeatureRows): void {
  checkKinds(caller, { [name]: [rows, { features: "numbers" }] });
  checkNumbers(caller, { [`${name}.width`]: [rows.width, "integer ≥ 1"] });
}

/** Options of {@link precisionRecall}. */
export interface PrecisionRecallOptions {
  /** k: the ball around an image reaches to its k-th nearest neighbour; an integer ≥ 1. Default 5. */
  readonly neighbours?: number;
  /** Stops comparing. Default: none. */
  readonly signal?: AbortSignal;
}

/** What {@link precisionRecall} returns. */
export interface PrecisionRecall {
  /** Share of made images that lie in the ball of a real one, in [0, 1]. */
  readonly precision: number;
  /** Share of real images that lie in the ball of a made one, in [0, 1]. */
  readonly recall: number;
  /** Balls of real images that a made one lies in, per k: like precision, but an outlier's large ball counts for little; ≥ 0. */
  readonly density: number;
  /** Share of real images with a made one in their ball, in [0, 1]. */
  readonly coverage: number;
}

/**
 * Fidelity and variety apart, from the k nearest neighbours of features: the ball of an image reaches to its k-th nearest neighbour
 * among its own kind. Every pair is compared, row by row, without a matrix of them: n² distances.
 *
 * @param real at least k + 1 rows. @param made the same, of the same width.
 * @throws RangeError for fewer rows, or other widths.
 * @see T. Kynkäänniemi et al., Improved Precision and Recall Metric for Assessing Generative Models, 2019; M. Naeem et al., Reliable
 *   Fidelity and Diversity Metrics for Generative Models, 2020.
 */
export async function precisionRecall(
  real: FeatureRows,
  made: FeatureRows,
  options: PrecisionRecallOptions = {},
): Promise<PrecisionRecall> {
  checkOptions("precisionRecall", options, ["neighbours", "signal"]);
  const { neighbours: k = 5, signal } = options;
  checkNumbers("precisionRecall", { neighbours: [k, "integer ≥ 1"] });
  checkFeatureRows("precisionRecall", "real", real);
  checkFeatureRows("precisionRecall", "made", made);
  const d = real.width;
  const [n, m] = [rowsOf(real, k), rowsOf(made, k)];
  if (made.width !== d)
    throw new RangeError(`precisionRecall: expected features of one width, got ${d} and ${made.width}`);
  const breathe = breather({ signal });
  const realRadii = await radii(real, k, breathe);
  const madeRadii = await radii(made, k, breathe);
  const isRecalled = new Uint8Array(n);
  const isCovered = new Uint8Array(n);
  let [precise, within] = [0, 0];
  for (let j = 0; j < m; j++) {
    let balls = 0;
    for (let i = 0; i < n; i++) {
      const distance = squaredDistance(real, i, made, j, d);
      if (distance <= realRadii[i]!) {
        balls += 1;
        isCovered[i] = 1;
      }
      if (distance <= madeRadii[j]!) isRecalled[i] = 1;
    }
    precise += Number(balls > 0);
    within += balls;
    await breathe();
  }
  const share = (flags: Uint8Array) => flags.reduce((sum, flag) => sum + flag, 0) / n;
  return {
    precision: precise / m,
    recall: share(isRecalled),
    density: within / (k * m),
    coverage: share(isCovered),
  };
}

function rowsOf({ features, width }: FeatureRows, k: number): number {
  const rows = features.length / width;
  if (!(Number.isInteger(rows) && rows > k))
    throw new RangeError(
      `precisionRecall: expected at least ${k + 1} rows of ${width} features, got ${features.length} numbers`,
    );
  return rows;
}

/** The squared distance of each row to its k-th nearest neighbour. */
async function radii(
  rows: FeatureRows,
  k: number,
  breathe: () => Promise<void> | undefined,
): Promise<Float64Array> {
  const n = rows.features.length / rows.width;
  const found = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const nearest = new Float64Array(k).fill(Number.POSITIVE_INFINITY); // ascending
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      const distance = squaredDistance(rows, i, rows, j, rows.width);
      if (distance >= nearest[k - 1]!) continue;
      let place = k - 1;
      for (; place > 0 && nearest[place - 1]! > distance; place--) nearest[place] = nearest[place - 1]!;
      nearest[place] = distance;
    }
    found[i] = nearest[k - 1]!;
    await breathe();
  }
  return found;
}

function squaredDistance(a: FeatureRows, i: number, b: FeatureRows, j: number, d: number): number {
  let sum = 0;
  for (let f = 0; f < d; f++) sum += (a.features[i * d + f]! - b.features[j * d + f]!) ** 2;
  return sum;
}
