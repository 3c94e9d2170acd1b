import { requireAtLeast, requirePositiveInteger, requireSeed, requireWeights } from "./argument.js";
import { BoundedAssignment } from "./bounded-assignment.js";
import { Breather } from "./breather.js";
import type { Clustering, IterationReport } from "./clustering.js";
import { HamerlyAssignment } from "./hamerly-assignment.js";
import { inertiaOf, nearest } from "./nearest.js";
import { type Rows, type Samples, toRows } from "./samples.js";
import type { Seeding } from "./seeding.js";
import { startingCenters } from "./seeding.js";
import { WasmScorer } from "./wasm-scorer.js";

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
 * Everything is computed in float64, off the backend, and the same on every platform. Bounds on the distances spare
 * most searches once the centres move little, and change no result.
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
  options: LloydOptions & Required<Pick<LloydOptions, "maxIterations" | "tolerance">>,
): Promise<Clustering> {
  const { k, maxIterations, tolerance, weights, onIteration, signal } = options;
  const { squares, variance } = await spread(rows, weights, signal);
  const bounded = new BoundedAssignment(rows, k, weights);
  let iterations = 0;
  let converged = false;
  while (iterations < maxIterations && !converged) {
    if ((await bounded.update(centers, signal)) === 0) {
      converged = true;
      break;
    }
    iterations++;
    await fillEmpty(rows, bounded, centers, options);
    const shift = bounded.moveToMeans(centers);
    onIteration?.({ iteration: iterations, inertia: inertiaAtMeans(squares, bounded, centers), shift });
    converged = tolerance > 0 && shift <= tolerance * variance;
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

/** Gives each centre without samples the sample that lies farthest from its own centre. */
async function fillEmpty(
  rows: Rows,
  bounded: BoundedAssignment,
  centers: Float64Array,
  { k, weights, signal }: LloydOptions,
): Promise<void> {
  const empty = [...bounded.mass.keys()].filter((c) => !(bounded.mass[c]! > 0));
  if (empty.length === 0) return;
  const { squaredDistances } = await nearest(rows, centers, k, signal);
  for (const center of empty) {
    let farthest = -1;
    for (let i = 0; i < rows.size; i++)
      if ((weights?.[i] ?? 1) > 0 && (farthest < 0 || squaredDistances[i]! > squaredDistances[farthest]!))
        farthest = i;
    bounded.give(farthest, center);
    squaredDistances[farthest] = 0;
  }
}

/** Σ w‖x − mean of its centre‖² = Σ w‖x‖² − Σ_c mass_c·‖C_c‖², for centres at their means. */
function inertiaAtMeans(squares: number, { mass }: BoundedAssignment, centers: Float64Array): number {
  const d = centers.length / mass.length;
  let inertia = squares;
  for (const [c, weight] of mass.entries())
    for (let j = c * d; j < (c + 1) * d; j++) inertia -= weight * centers[j]! ** 2;
  return Math.max(0, inertia);
}

/** Σ w‖x‖² of the data, and the mean over its features of their variance. */
async function spread(
  rows: Rows,
  weights: ArrayLike<number> | undefined,
  signal: AbortSignal | undefined,
): Promise<{ squares: number; variance: number }> {
  const d = rows.features;
  const x = new Float32Array(d);
  const sums = new Float64Array(d);
  const breather = new Breather(signal);
  let squares = 0;
  let total = 0;
  for (let i = 0; i < rows.size; i++) {
    const weight = weights?.[i] ?? 1;
    rows.gather(x, i, i + 1);
    squares += weight * squaredNorm(x, 0, d);
    total += weight;
    for (let j = 0; j < d; j++) sums[j]! += weight * x[j]!;
    if (breather.isDue()) await breather.rest();
  }
  const ofMean = sums.reduce((sum, value) => sum + (value / total) ** 2, 0);
  return { squares, variance: (squares / total - ofMean) / d };
}
