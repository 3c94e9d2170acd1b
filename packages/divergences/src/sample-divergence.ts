import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { kthNeighbours, type Neighbours } from "./nearest-neighbours.js";
import { type PointRows, type Points, readPair } from "./points.js";

export interface SampleDivergenceOptions {
  /**
   * The neighbour whose distance tells the density, an integer from 1 to the smaller set's size less 1. Default 1 for KL, whose
   * bias cancels for any k; for Jensen–Shannon ⌈√n⌉ of the smaller set, since it is consistent only if k grows with n.
   */
  readonly k?: number;
}

/**
 * KL(p ‖ q) estimated from samples x of p and y of q by nearest neighbours, (d/n) Σᵢ ln(νᵢ / ρᵢ) + ln(m / (n − 1)), ρᵢ the distance
 * of xᵢ to its k-th neighbour among the other x, νᵢ to its k-th among the y. Consistent for densities, and unbounded: it may be
 * negative for small samples and is left so. All pairs are looked at, O(n (n + m) d).
 *
 * @param x n ≥ 2 points of d numbers. @param y m points of d numbers.
 * @returns in nats.
 * @throws TypeError or RangeError for what are no points, k out of range, or points that coincide, of which there is no density.
 * @see Q. Wang, S. Kulkarni, S. Verdú, Divergence Estimation for Multidimensional Densities via k-Nearest-Neighbor Distances, 2009.
 */
export function sampleKlDivergence(x: Points, y: Points, options: SampleDivergenceOptions = {}): number {
  const [from, to, k] = readSamples("sampleKlDivergence", x, y, options, () => 1);
  return mean(logRatios("sampleKlDivergence", "x", from, to, k).values);
}

/**
 * The Jensen–Shannon divergence estimated from samples by nearest neighbours: ln 2 − ½ E_p[ln(1 + q/p)] − ½ E_q[ln(1 + p/q)], with
 * the means over the samples, and the ratios of densities from the distances to the k-th neighbours, as in `sampleKlDivergence`.
 *
 * @returns in nats, ≤ ln 2; may be a little negative for equal distributions.
 * @throws as `sampleKlDivergence`.
 */
export function sampleJensenShannon(x: Points, y: Points, options: SampleDivergenceOptions = {}): number {
  const caller = "sampleJensenShannon";
  const [from, to, k] = readSamples(caller, x, y, options, (least) => Math.ceil(Math.sqrt(least)));
  const sides = [logRatios(caller, "x", from, to, k), logRatios(caller, "y", to, from, k)];
  return sides.reduce((nats, { values }) => nats - mean(values.map((s) => softplus(-s))) / 2, Math.LN2);
}

/**
 * The gradient of `sampleKlDivergence(x, y, options)` with respect to x, while the neighbours stay the same.
 *
 * @returns n × d numbers, row after row.
 */
export function sampleKlDivergenceGradient(
  x: Points,
  y: Points,
  options: SampleDivergenceOptions = {},
): Float64Array {
  const caller = "sampleKlDivergenceGradient";
  const [from, to, k] = readSamples(caller, x, y, options, () => 1);
  const gradient = new Float64Array(from.n * from.d);
  pullBack(from, to, logRatios(caller, "x", from, to, k), () => 1 / from.n, gradient, undefined);
  return gradient;
}

/**
 * The gradient of `sampleJensenShannon(x, y, options)` with respect to x, while the neighbours stay the same.
 *
 * @returns n × d numbers, row after row.
 */
export function sampleJensenShannonGradient(
  x: Points,
  y: Points,
  options: SampleDivergenceOptions = {},
): Float64Array {
  const caller = "sampleJensenShannonGradient";
  const [from, to, k] = readSamples(caller, x, y, options, (least) => Math.ceil(Math.sqrt(least)));
  const gradient = new Float64Array(from.n * from.d);
  const slope = (n: number) => (s: number) => 1 / (2 * n * (1 + Math.exp(s)));
  pullBack(from, to, logRatios(caller, "x", from, to, k), slope(from.n), gradient, undefined);
  pullBack(to, from, logRatios(caller, "y", to, from, k), slope(to.n), undefined, gradient);
  return gradient;
}

/** ln(own density / other density) at each point, and the neighbours that it comes from. */
interface LogRatios {
  readonly values: Float64Array;
  readonly within: Neighbours;
  readonly across: Neighbours;
}

function logRatios(caller: string, name: string, own: PointRows, other: PointRows, k: number): LogRatios {
  const within = kthNeighbours(own, own, k, true);
  const across = kthNeighbours(own, other, k, false);
  const values = within.distance.map((rho, i) => {
    const nu = across.distance[i]!;
    if (rho === 0 || nu === 0)
      throw new RangeError(
        `${caller}: expected points with a density, got ${k} that coincide with point ${i} of ${name}; take a larger k, or remove duplicates`,
      );
    return own.d * Math.log(nu / rho) + Math.log(other.n / (own.n - 1));
  });
  return { values, within, across };
}

/** Adds the gradient of Σᵢ F(sᵢ), F′ = slope, for the log-ratios s at `own`, to those of its points and of the other set's. */
function pullBack(
  own: PointRows,
  other: PointRows,
  { values, within, across }: LogRatios,
  slope: (s: number) => number,
  toOwn: Float64Array | undefined,
  toOther: Float64Array | undefined,
): void {
  const { n, d } = own;
  for (let i = 0; i < n; i++) {
    const factor = d * slope(values[i]!);
    const [near, far] = [within.index[i]!, across.index[i]!];
    const [rho, nu] = [within.distance[i]! ** 2, across.distance[i]! ** 2];
    for (let j = 0; j < d; j++) {
      const value = own.data[i * d + j]!;
      const inward = (factor * (value - own.data[near * d + j]!)) / rho;
      const outward = (factor * (value - other.data[far * d + j]!)) / nu;
      if (toOwn) {
        toOwn[i * d + j]! += outward - inward;
        toOwn[near * d + j]! += inward;
      }
      if (toOther) toOther[far * d + j]! -= outward;
    }
  }
}

function readSamples(
  caller: string,
  x: Points,
  y: Points,
  options: SampleDivergenceOptions,
  defaultK: (least: number) => number,
): readonly [PointRows, PointRows, number] {
  checkOptions(caller, options, ["k"]);
  const [from, to] = readPair(caller, x, y);
  const least = Math.min(from.n, to.n);
  if (least < 2) throw new RangeError(`${caller}: expected at least 2 points in x and in y, got ${least}`);
  const { k = Math.min(least - 1, defaultK(least)) } = options;
  checkNumbers(caller, { k: [k, `integer in [1, ${least - 1}]`] });
  return [from, to, k];
}

function mean(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/** ln(1 + eˢ), without overflow. */
function softplus(s: number): number {
  return Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
}
