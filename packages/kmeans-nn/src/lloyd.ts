import { requireAtLeast, requirePositiveInteger, requireSeed, requireWeights } from "./argument.js";
import type { Clustering, IterationReport } from "./clustering.js";
import { inertiaOf, nearest } from "./nearest.js";
import { type Rows, type Samples, toRows } from "./samples.js";
import { argMax, forEachScored, prepareCenters, squaredNorm } from "./scores.js";
import type { Seeding } from "./seeding.js";
import { startingCenters } from "./seeding.js";

/** Options of {@link lloyd}. */
export interface LloydOptions {
  /** Number of centres, an integer ≥ 1 and at most the number of samples. */
  readonly k: number;
  /** How the first centres are drawn, or the centres, k×d; `'k-means++'` unless given. */
  readonly init?: Seeding | Float32Array;
  /** Iterations at most, 300 unless given. */
  readonly maxIterations?: number;
  /**
   * Stops when the squared distances that the centres moved by sum to at most this times the mean variance of a
   * feature, as in scikit-learn; 0 unless given: until no sample changes its centre.
   */
  readonly tolerance?: number;
  /** Seed of the first centres, an integer ≥ 0; 0 unless given. */
  readonly seed?: number;
  /** Runs from this many starts and keeps the smallest inertia; 1 unless given. */
  readonly nInit?: number;
  /** How much each sample counts, ≥ 0. */
  readonly weights?: ArrayLike<number>;
  readonly onIteration?: (report: IterationReport) => void;
  /** Stops it: `lloyd` rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Lloyd's algorithm over the whole data: each sample goes to its nearest centre, each centre to the (weighted) mean of
 * its samples, until nothing changes. Inertia never rises. A centre left without samples is put on the sample farthest
 * from its own centre, which leaves that one's mean.
 *
 * Everything is computed in float64, off the backend, and the same on every platform.
 *
 * @throws RangeError if k exceeds the number of samples, or an option is outside its interval.
 * @see Lloyd, Least squares quantization in PCM, IEEE Trans. Information Theory 28, 1982.
 */
export async function lloyd(data: Samples, options: LloydOptions): Promise<Clustering> {
  const { k, init = "k-means++", maxIterations = 300, tolerance = 0, seed = 0, nInit = 1, weights } = options;
  requirePositiveInteger("lloyd", "k", k);
  requirePositiveInteger("lloyd", "maxIterations", maxIterations);
  requirePositiveInteger("lloyd", "nInit", nInit);
  requireAtLeast("lloyd", "tolerance", tolerance, 0);
  requireSeed("lloyd", seed);
  const rows = await toRows("lloyd", data);
  requireWeights("lloyd", weights, rows.size);
  if (k > rows.size) throw new RangeError(`lloyd: expected k ≤ ${rows.size} samples, got ${k}`);
  let best: Clustering | undefined;
  for (let trial = 0; trial < nInit; trial++) {
    const drawSeed = trial === 0 ? seed : [seed, trial];
    const start = await startingCenters("lloyd", init, rows, { ...options, seed: drawSeed });
    const result = await descend(rows, Float64Array.from(start), { ...options, maxIterations, tolerance });
    if (best === undefined || result.inertia < best.inertia) best = result;
  }
  return best!;
}

async function descend(
  rows: Rows,
  centers: Float64Array,
  {
    k,
    maxIterations,
    tolerance,
    weights,
    onIteration,
    signal,
  }: LloydOptions & Required<Pick<LloydOptions, "maxIterations" | "tolerance">>,
): Promise<Clustering> {
  const limit = tolerance > 0 ? tolerance * (await meanVariance(rows, weights, signal)) : 0;
  let previous = new Int32Array(rows.size).fill(-1);
  let iterations = 0;
  let converged = false;
  while (iterations < maxIterations && !converged) {
    const pass = await assignAndSum(rows, centers, k, weights, signal);
    converged = pass.assignments.every((cluster, i) => cluster === previous[i]);
    previous = pass.assignments;
    if (converged) break;
    iterations++;
    relocateEmpty(rows, pass, weights);
    const shift = moveToMeans(centers, pass);
    onIteration?.({ iteration: iterations, inertia: pass.inertia, shift });
    converged = shift <= limit && limit > 0;
  }
  const rounded = Float32Array.from(centers);
  const { assignments, squaredDistances } = await nearest(rows, rounded, k, signal);
  return {
    centers: rounded,
    assignments,
    inertia: inertiaOf(squaredDistances, weights),
    iterations,
    converged,
  };
}

/** What one pass over the data gathers. */
interface Pass {
  readonly assignments: Int32Array<ArrayBuffer>;
  readonly squaredDistances: Float64Array;
  /** Σ w·x of each centre's samples, k×d. */
  readonly sums: Float64Array;
  /** Σ w of each centre's samples. */
  readonly mass: Float64Array;
  readonly inertia: number;
}

async function assignAndSum(
  rows: Rows,
  centers: Float64Array,
  k: number,
  weights: ArrayLike<number> | undefined,
  signal: AbortSignal | undefined,
): Promise<Pass> {
  const d = rows.features;
  const assignments = new Int32Array(rows.size);
  const squaredDistances = new Float64Array(rows.size);
  const sums = new Float64Array(k * d);
  const mass = new Float64Array(k);
  let inertia = 0;
  await forEachScored(
    rows,
    prepareCenters(centers, k),
    ({ start, end, x, scores }) => {
      for (let r = 0; r < end - start; r++) {
        const best = argMax(scores, r * k, k);
        const weight = weights?.[start + r] ?? 1;
        const distance = Math.max(0, squaredNorm(x, r * d, d) - 2 * scores[r * k + best]!);
        assignments[start + r] = best;
        squaredDistances[start + r] = distance;
        inertia += weight * distance;
        mass[best]! += weight;
        const to = best * d;
        for (let j = 0; j < d; j++) sums[to + j]! += weight * x[r * d + j]!;
      }
    },
    signal,
  );
  return { assignments, squaredDistances, sums, mass, inertia };
}

/** Gives each centre without samples the sample that lies farthest from its own centre. */
function relocateEmpty(rows: Rows, pass: Pass, weights: ArrayLike<number> | undefined): void {
  const { assignments, squaredDistances, sums, mass } = pass;
  const d = rows.features;
  const x = new Float32Array(d);
  for (let empty = 0; empty < mass.length; empty++) {
    if (mass[empty]! > 0) continue;
    let farthest = -1;
    for (let i = 0; i < squaredDistances.length; i++)
      if ((weights?.[i] ?? 1) > 0 && (farthest < 0 || squaredDistances[i]! > squaredDistances[farthest]!))
        farthest = i;
    const weight = weights?.[farthest] ?? 1;
    const donor = assignments[farthest]!;
    rows.gather(x, farthest, farthest + 1);
    for (let j = 0; j < d; j++) {
      sums[donor * d + j]! -= weight * x[j]!;
      sums[empty * d + j]! += weight * x[j]!;
    }
    mass[donor]! -= weight;
    mass[empty]! += weight;
    assignments[farthest] = empty;
    squaredDistances[farthest] = 0;
  }
}

/** Moves each centre to the mean of its samples; returns the sum of squared moves. */
function moveToMeans(centers: Float64Array, { sums, mass }: Pass): number {
  const d = centers.length / mass.length;
  let shift = 0;
  for (let i = 0; i < mass.length; i++) {
    if (!(mass[i]! > 0)) continue;
    for (let j = i * d; j < (i + 1) * d; j++) {
      const mean = sums[j]! / mass[i]!;
      shift += (mean - centers[j]!) ** 2;
      centers[j] = mean;
    }
  }
  return shift;
}

/** Mean over the features of their (weighted) variance. */
async function meanVariance(
  rows: Rows,
  weights: ArrayLike<number> | undefined,
  signal: AbortSignal | undefined,
): Promise<number> {
  // With the mean of the data for a centre, the inertia is the sum of all variances times the total weight.
  const d = rows.features;
  const { sums, mass } = await assignAndSum(rows, new Float64Array(d), 1, weights, signal);
  const mean = sums.map((sum) => sum / mass[0]!);
  const { inertia } = await assignAndSum(rows, mean, 1, weights, signal);
  return inertia / mass[0]! / d;
}
