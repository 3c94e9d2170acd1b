import { checkNumbers } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { stream } from "@elbowjs/training";
import {
  type GaussianMixture,
  lowerRoot,
  type MixtureComponent,
  weightedLogDensity,
} from "./gaussian-mixture.js";

/** The names of {@link FitMixtureOptions}. */
export const fitMixtureOptionNames: readonly string[] = [
  "components",
  "iterations",
  "tolerance",
  "floor",
  "seed",
  "initial",
  "progress",
  "signal",
];

/** Options of {@link fitMixture}. */
export interface FitMixtureOptions {
  /** Gaussians; an integer ≥ 1. Default 20. */
  readonly components?: number;
  /** Steps of the algorithm, at most; an integer ≥ 1. Default 100. */
  readonly iterations?: number;
  /** Stop when a step raises the mean log-likelihood of a point by less, in nats. Default 0.001. */
  readonly tolerance?: number;
  /** Added to every variance, ≥ 0, so that no component collapses onto a point. Default 1e-6. */
  readonly floor?: number;
  /** Which points the components start at; an integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** Where to start instead. Default: points far apart as means, the covariance of all points, equal weights. */
  readonly initial?: GaussianMixture;
  /** Called after each step of the algorithm with the steps done and `iterations`; it may end before. */
  readonly progress?: (done: number, total: number) => void;
  /** Stops after the step under way; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Fits a mixture of Gaussians by expectation maximisation: rᵢₖ = πₖ N(xᵢ; μₖ, Σₖ) / Σⱼ πⱼ N(xᵢ; μⱼ, Σⱼ), then πₖ = mean rᵢₖ, and μₖ, Σₖ the
 * mean and covariance of the points weighted by rᵢₖ.
 *
 * @param points n × d numbers, row after row, n at least the number of components.
 * @throws RangeError if an option is outside its range or the points do not spread in all dimensions.
 * @see A. Dempster, N. Laird, D. Rubin, Maximum Likelihood from Incomplete Data via the EM Algorithm, 1977.
 */
export async function fitMixture(
  points: ArrayLike<number>,
  d: number,
  {
    components = 20,
    iterations = 100,
    tolerance = 1e-3,
    floor = 1e-6,
    seed = 0,
    initial,
    progress,
    signal,
  }: FitMixtureOptions = {},
): Promise<GaussianMixture> {
  checkNumbers("fitMixture", {
    d: [d, "integer ≥ 1"],
    components: [components, "integer ≥ 1"],
    iterations: [iterations, "integer ≥ 1"],
    tolerance: [tolerance, "≥ 0"],
    seed: [seed, "integer ≥ 0"],
    floor: [floor, "≥ 0"],
  });
  const n = points.length / d;
  if (!(Number.isInteger(n) && n >= Math.max(2, initial?.length ?? components)))
    throw new RangeError(
      `fitMixture: expected at least ${Math.max(2, components)} points of ${d} numbers, got ${points.length} numbers`,
    );
  let mixture = initial ?? start(points, d, components, seed);
  let before = Number.NEGATIVE_INFINITY;
  const breathe = breather({ signal });
  for (let iteration = 0; iteration < iterations; iteration++) {
    const { responsibilities, logLikelihood } = expectation(mixture, points, d);
    if (logLikelihood - before < tolerance) break;
    before = logLikelihood;
    mixture = mixture.map((_, k) => component(points, d, responsibilities, k, mixture.length, floor));
    progress?.(iteration + 1, iterations);
    await breathe();
  }
  return mixture;
}

/**
 * Points as means, each drawn with a probability proportional to the squared distance from the nearest one before it, as k-means++
 * does, so that no group far from the others goes without.
 */
function start(points: ArrayLike<number>, d: number, components: number, seed: number): GaussianMixture {
  const lower = lowerRoot("fitMixture", covarianceOf(points, d), d);
  const random = stream(seed, "mixture");
  const n = points.length / d;
  const distances = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  return Array.from({ length: components }, (_, k) => {
    const row = k === 0 ? Number(random.integers(0, n)) : drawRow(distances, random.random());
    const mean = Float64Array.from({ length: d }, (_, i) => points[row * d + i]!);
    for (let i = 0; i < n; i++) {
      const distance = mean.reduce((sum, value, j) => sum + (points[i * d + j]! - value) ** 2, 0);
      distances[i] = Math.min(distances[i]!, distance);
    }
    return { weight: 1 / components, mean, lower };
  });
}

/** Covariance of the points: that of one component with all of them. */
function covarianceOf(points: ArrayLike<number>, d: number): Float64Array {
  const n = points.length / d;
  const { covariance } = moments(points, d, () => 1);
  return covariance.map((value) => (value * n) / (n - 1));
}

/** The row in which `u`, from 0 to 1, of the distances' sum is reached. */
function drawRow(distances: Float64Array, u: number): number {
  let left = u * distances.reduce((sum, distance) => sum + distance);
  const row = distances.findIndex((distance) => (left -= distance) < 0);
  return row < 0 ? distances.length - 1 : row; // rounding may leave a little after the last
}

/** rᵢₖ, row after row, and the mean log-likelihood of a point. */
function expectation(mixture: GaussianMixture, points: ArrayLike<number>, d: number) {
  const [n, components] = [points.length / d, mixture.length];
  const responsibilities = new Float64Array(n * components);
  const logDensities = weightedLogDensity(mixture);
  let logLikelihood = 0;
  for (let i = 0; i < n; i++) {
    const row = responsibilities.subarray(i * components, (i + 1) * components);
    logDensities(points, i * d, row);
    const largest = Math.max(...row); // without it the exponentials underflow
    let total = 0;
    for (let k = 0; k < components; k++) total += row[k] = Math.exp(row[k]! - largest);
    for (let k = 0; k < components; k++) row[k]! /= total;
    logLikelihood += (largest + Math.log(total)) / n;
  }
  return { responsibilities, logLikelihood };
}

/** Component k from the points weighted by their rᵢₖ. */
function component(
  points: ArrayLike<number>,
  d: number,
  responsibilities: Float64Array,
  k: number,
  components: number,
  floor: number,
): MixtureComponent {
  const { mass, mean, covariance } = moments(points, d, (i) => responsibilities[i * components + k]!);
  if (!(mass > 0))
    throw new RangeError(
      `fitMixture: expected a point near each component, got none near one of ${components}; take fewer`,
    );
  for (let a = 0; a < d; a++) covariance[a * d + a]! += floor;
  return { weight: (mass * d) / points.length, mean, lower: lowerRoot("fitMixture", covariance, d) };
}

/** Sum of the shares, and mean and covariance of the points weighted by them, in two passes, so that nothing cancels. */
function moments(points: ArrayLike<number>, d: number, share: (i: number) => number) {
  const n = points.length / d;
  let mass = 0;
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    mass += share(i);
    for (let j = 0; j < d; j++) mean[j]! += share(i) * points[i * d + j]!;
  }
  for (let j = 0; j < d; j++) mean[j]! /= mass;
  const covariance = new Float64Array(d * d);
  const centred = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    const r = share(i) / mass;
    if (r === 0) continue;
    for (let j = 0; j < d; j++) centred[j] = points[i * d + j]! - mean[j]!;
    for (let a = 0; a < d; a++)
      for (let b = 0; b <= a; b++) covariance[a * d + b]! += r * centred[a]! * centred[b]!;
  }
  for (let a = 0; a < d; a++) for (let b = 0; b < a; b++) covariance[b * d + a] = covariance[a * d + b]!;
  return { mass, mean, covariance };
}
