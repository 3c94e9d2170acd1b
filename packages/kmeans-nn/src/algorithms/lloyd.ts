import { checkNumbers } from "@elbowjs/arguments";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import { type Moved, minusOrigin, movedToOrigin, plusOrigin } from "../data/origin.js";
import type { Rows } from "../data/rows.js";
import { requireWeights } from "../data/weights.js";
import { usedClusters } from "../metrics/cluster-usage.js";
import { HamerlyAssignment } from "../nearest/hamerly-assignment.js";
import { LloydKernel } from "../nearest/lloyd-kernel.js";
import { assignedDistances, inertiaOf, nearest } from "../nearest/nearest.js";
import { startingCenters } from "../seeding/starting-centers.js";
import { type Clustering, type ClusteringOptions, checkClusteringOptions } from "./clustering.js";

/** Options of {@link lloyd}. */
export interface LloydOptions extends ClusteringOptions {
  /** Iterations at most, an integer ≥ 1. Default 300. */
  readonly maxIterations?: number;
  /**
   * Stops when the squared distances that the centres moved by sum to at most this times the mean variance of a
   * feature, as in scikit-learn. Default 0: until no sample changes its centre.
   */
  readonly tolerance?: number;
  /** Runs from this many starts and keeps the smallest inertia; an integer ≥ 1. Default 1. */
  readonly nInit?: number;
}

/**
 * Lloyd's algorithm over the whole data: each sample goes to its nearest centre, each centre to the (weighted) mean of
 * its samples, until nothing changes. Inertia never rises. A centre left without samples is put on the sample farthest
 * from its own centre, which leaves that one's mean. Where every sample lies on its centre, as in data with fewer
 * distinct samples than k, there is no such sample: the run ends, and `usedClusters` is below k.
 *
 * It runs off the backend. Most distances are computed in float32, and in float64 wherever its rounding could matter, so
 * the assignments are those of float64 on every platform; sums and inertia are float64, of data moved to the origin where
 * they lie far from it.
 *
 * @throws RangeError if k exceeds the number of samples, or an option is outside its interval.
 * @see Lloyd, Least squares quantization in PCM, IEEE Trans. Information Theory 28, 1982.
 */
export async function lloyd(data: SamplesInput, options: LloydOptions): Promise<Clustering> {
  checkClusteringOptions("lloyd", options, ["weights", "maxIterations", "tolerance", "nInit"]);
  const { k, init = "k-means++", maxIterations = 300, tolerance = 0, seed = 0, nInit = 1, weights } = options;
  checkNumbers("lloyd", {
    maxIterations: [maxIterations, "integer ≥ 1"],
    nInit: [nInit, "integer ≥ 1"],
    tolerance: [tolerance, "≥ 0"],
  });
  const rows = await toSamples("lloyd", data);
  requireWeights("lloyd", weights, rows.size);
  if (k > rows.size) throw new RangeError(`lloyd: expected k ≤ ${rows.size} samples, got ${k}`);
  const moved = movedToOrigin(rows);
  const kernel = await LloydKernel.create(moved.rows, k);
  let best: Clustering | undefined;
  for (let trial = 0; trial < nInit; trial++) {
    const drawSeed = trial === 0 ? seed : [seed, trial];
    const start = await startingCenters("lloyd", init, rows, { ...options, seed: drawSeed });
    const result = await descend(moved, Float64Array.from(start), kernel, {
      ...options,
      maxIterations,
      tolerance,
    });
    if (best === undefined || result.inertia < best.inertia) best = result;
  }
  return best!;
}

/** Where less than this share of Σ w‖x‖² is left of the inertia, it is summed distance by distance. */
const CANCELLED = 1e-4;

async function descend(
  { rows, origin }: Moved,
  start: Float64Array,
  kernel: LloydKernel | undefined,
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
  const clusters = new HamerlyAssignment(rows, k, weights, kernel);
  const centers = minusOrigin(start, origin);
  let iterations = 0;
  let converged = false;
  while (iterations < maxIterations && !converged) {
    converged = (await clusters.update(centers, signal)) === 0;
    if (converged) break;
    iterations++;
    const inertia = clusters.inertia(centers);
    await relocateEmpty(rows, clusters, centers, weights, signal);
    const before = centers.slice();
    const shift = moveToMeans(centers, clusters);
    clusters.centersMoved(before, centers);
    onIteration?.({ iteration: iterations, inertia, shift });
    converged = shift <= limit && limit > 0;
  }
  // What is given back is float32, so the last assignments are those to the rounded centres.
  const rounded = Float32Array.from(plusOrigin(centers, origin));
  const final = minusOrigin(Float64Array.from(rounded), origin);
  clusters.centersMoved(centers, final);
  await clusters.update(final, signal);
  const { assignments } = clusters;
  const inertia = clusters.inertia(final);
  return {
    centers: rounded,
    assignments,
    inertia:
      inertia > CANCELLED * clusters.energy
        ? inertia
        : inertiaOf(await assignedDistances(rows, final, assignments, signal), weights),
    iterations,
    converged,
    usedClusters: usedClusters(assignments, k),
  };
}

/**
 * Gives each centre without samples the sample that lies farthest from its own centre. A sample on its centre, at the
 * distance of rounding to float32, is no better place than the one the empty centre has.
 */
async function relocateEmpty(
  rows: Rows,
  clusters: HamerlyAssignment,
  centers: Float64Array,
  weights: ArrayLike<number> | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { mass } = clusters;
  if (mass.every((total) => total > 0)) return;
  const { squaredDistances } = await nearest(rows, centers, mass.length, signal);
  for (let empty = 0; empty < mass.length; empty++) {
    if (mass[empty]! > 0) continue;
    let farthest = -1;
    for (let i = 0; i < squaredDistances.length; i++)
      if ((weights?.[i] ?? 1) > 0 && (farthest < 0 || squaredDistances[i]! > squaredDistances[farthest]!))
        farthest = i;
    if (
      squaredDistances[farthest] === 0 ||
      isOnCenter(rows, farthest, centers, clusters.assignments[farthest]!)
    )
      return;
    clusters.relocate(farthest, empty);
    squaredDistances[farthest] = 0;
  }
}

/** Whether a centre is this sample once rounded to float32, as the result will be. */
function isOnCenter(rows: Rows, i: number, centers: Float64Array, center: number): boolean {
  const x = new Float32Array(rows.features);
  rows.slice(i, i + 1, x);
  return x.every((value, j) => value === Math.fround(centers[center * rows.features + j]!));
}

/** Moves each centre to the mean of its samples; returns the sum of squared moves. */
function moveToMeans(centers: Float64Array, { sums, mass }: HamerlyAssignment): number {
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
  // With the mean of the data for its only centre, the inertia is the sum of all variances times the total weight.
  const all = new HamerlyAssignment(rows, 1, weights);
  await all.update(new Float64Array(rows.features), signal);
  const mean = all.sums.map((sum) => sum / all.mass[0]!);
  return all.inertia(mean) / all.mass[0]! / rows.features;
}
