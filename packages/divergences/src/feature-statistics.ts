import { checkNumbers, checkOptions, shown } from "@elbowjs/arguments";
import { type Points, readPoints } from "./points.js";
import { readWeights } from "./weights.js";

/** Mean and covariance of points: the Gaussian that a Fréchet distance compares. */
export interface FeatureStatistics {
  /** Points measured. */
  readonly size: number;
  /** μ, d numbers. */
  readonly mean: Float64Array;
  /** Σ with divisor size − 1, d × d, row after row. */
  readonly covariance: Float64Array;
}

export interface FeatureStatisticsOptions {
  /** One per point, of any positive sum. Default: equal ones. */
  readonly weights?: ArrayLike<number>;
}

/**
 * Mean μ = Σᵢ wᵢxᵢ and covariance Σᵢ wᵢ(xᵢ − μ)(xᵢ − μ)ᵀ / (1 − Σᵢ wᵢ²) of points, the weights summing to 1, in float64 and in two
 * passes, so that nothing cancels. Equal weights give the usual divisor n − 1.
 *
 * @param points n ≥ 2 points of d numbers.
 * @throws TypeError or RangeError for fewer than 2 points, a number that is not finite, or weights that are no weights.
 */
export function featureStatistics(points: Points, options?: FeatureStatisticsOptions): FeatureStatistics;
/**
 * The same of rows in one array.
 *
 * @param rows n × d numbers, row after row.
 * @param d features of a row; an integer ≥ 1.
 */
export function featureStatistics(rows: ArrayLike<number>, d: number): FeatureStatistics;
export function featureStatistics(
  points: Points | ArrayLike<number>,
  extra: number | FeatureStatisticsOptions = {},
): FeatureStatistics {
  const caller = "featureStatistics";
  let weights: ArrayLike<number> | undefined;
  let shaped = points as Points;
  if (typeof extra === "number") {
    checkNumbers(caller, { d: [extra, "integer ≥ 1"] });
    const data = points as ArrayLike<number>;
    if (!(Array.isArray(data) || ArrayBuffer.isView(data)))
      throw new TypeError(`${caller}: expected rows as an array of numbers, got ${shown(data)}`);
    shaped = { data, shape: [wholeRows(data.length, extra), extra] };
  } else {
    checkOptions(caller, extra, ["weights"]);
    weights = extra.weights;
  }
  const { data, n, d } = readPoints(caller, "points", shaped);
  if (n < 2) throw new RangeError(`${caller}: expected at least 2 points, got ${n}`);
  return weighted(data, d, readWeights(caller, "weights", weights, n));
}

function wholeRows(values: number, d: number): number {
  const rows = values / d;
  if (!(Number.isInteger(rows) && rows >= 2))
    throw new RangeError(
      `featureStatistics: expected at least 2 rows of ${d} features, got ${values} values`,
    );
  return rows;
}

function weighted(data: Float64Array, d: number, weights: Float64Array): FeatureStatistics {
  const size = weights.length;
  const mean = new Float64Array(d);
  for (let i = 0; i < data.length; i++) mean[i % d]! += data[i]! * weights[Math.floor(i / d)]!;
  const spread = 1 - weights.reduce((total, weight) => total + weight * weight, 0);
  if (!(spread > 0))
    throw new RangeError("featureStatistics: expected at least 2 points with a weight above 0, got one");
  const covariance = new Float64Array(d * d);
  const centred = new Float64Array(d);
  for (let i = 0; i < size; i++) {
    const share = weights[i]! / spread;
    for (let j = 0; j < d; j++) centred[j] = data[i * d + j]! - mean[j]!;
    for (let j = 0; j < d; j++) {
      const scaled = share * centred[j]!;
      for (let k = 0; k <= j; k++) covariance[j * d + k]! += scaled * centred[k]!;
    }
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) covariance[k * d + j] = covariance[j * d + k]!;
  return { size, mean, covariance };
}
