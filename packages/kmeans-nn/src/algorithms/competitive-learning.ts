import { checkNumbers } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { checkSchedule, cosine, type Schedule, valueAt } from "@elbowjs/runs";
import { type SamplesInput, seededOrder, toSamples } from "@elbowjs/samples";
import { usedClusters } from "../metrics/cluster-usage.js";
import { inertiaOf, nearest } from "../nearest/nearest.js";
import { squaredNorm } from "../nearest/scores.js";
import type { Seeding } from "../seeding/seeding.js";
import { startingCenters } from "../seeding/starting-centers.js";
import { type Clustering, type ClusteringOptions, checkClusteringOptions } from "./clustering.js";
import { moveToward } from "./mini-batch.js";

/** Options of {@link competitiveLearning}. */
export interface CompetitiveLearningOptions extends Omit<ClusteringOptions, "weights"> {
  /** How the first centres are drawn, or the centres, k×d. Default `'samples'`. */
  readonly init?: Seeding | Float32Array;
  /** Passes over the data, an integer ≥ 1. Default 1. */
  readonly epochs?: number;
  /** η in [0, 1], or a schedule of it. Default: from 0.05 to 0 along a cosine. */
  readonly learningRate?: number | Schedule;
}

/**
 * Online competitive learning, the winner takes all: one sample at a time, the nearest unit alone moves toward it,
 * C_w ← C_w + η·(x − C_w). With η = 1/(times won) it is MacQueen's online k-means; a constant η forgets the past at
 * rate η and never settles.
 *
 * @throws RangeError if k exceeds the number of samples, or an option is outside its interval.
 * @see Rumelhart and Zipser, Feature discovery by competitive learning, Cognitive Science 9, 1985.
 */
export async function competitiveLearning(
  data: SamplesInput,
  options: CompetitiveLearningOptions,
): Promise<Clustering> {
  checkClusteringOptions("competitiveLearning", options, ["epochs", "learningRate"]);
  const {
    k,
    init = "samples",
    epochs = 1,
    learningRate = cosine(0.05, 0),
    seed = 0,
    onIteration,
    signal,
  } = options;
  checkNumbers("competitiveLearning", { epochs: [epochs, "integer ≥ 1"] });
  checkSchedule("competitiveLearning", "learningRate", learningRate, "[0, 1]");
  const rows = await toSamples("competitiveLearning", data);
  if (k > rows.size) throw new RangeError(`competitiveLearning: expected k ≤ ${rows.size} samples, got ${k}`);

  const { size: n, features: d } = rows;
  const centers = Float64Array.from(
    await startingCenters("competitiveLearning", init, rows, { ...options, seed }),
  );
  const halfNorms = Float64Array.from({ length: k }, (_, i) => halfNorm(centers, i, d));
  const x = new Float32Array(d);
  const breathe = breather({ signal });
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = seededOrder(n, [seed, epoch]);
    const before = centers.slice();
    let inertia = 0;
    for (let i = 0; i < n; i++) {
      rows.gather(order.subarray(i, i + 1), x);
      const { winner, score } = compete(x, centers, halfNorms, k);
      inertia += Math.max(0, squaredNorm(x, 0, d) - 2 * score);
      const eta = valueAt(
        "competitiveLearning",
        "learningRate",
        learningRate,
        (epoch * n + i) / (epochs * n),
      );
      moveToward(centers, winner, x, 0, d, eta);
      halfNorms[winner] = halfNorm(centers, winner, d);
      const rest = breathe();
      if (rest !== undefined) await rest;
    }
    const shift = centers.reduce((sum, value, j) => sum + (value - before[j]!) ** 2, 0);
    onIteration?.({ iteration: epoch + 1, inertia, shift });
  }
  const rounded = Float32Array.from(centers);
  const { assignments, squaredDistances } = await nearest(rows, rounded, k, signal);
  return {
    centers: rounded,
    assignments,
    inertia: inertiaOf(squaredDistances),
    iterations: epochs,
    converged: false,
    usedClusters: usedClusters(assignments, k),
  };
}

/** The unit with the largest score x·C_i − ½‖C_i‖², the lowest one on a tie. */
function compete(
  x: Float32Array,
  centers: Float64Array,
  halfNorms: Float64Array,
  k: number,
): { winner: number; score: number } {
  let winner = 0;
  let score = -Infinity;
  for (let i = 0; i < k; i++) {
    let s = -halfNorms[i]!;
    for (let j = 0, at = i * x.length; j < x.length; j++) s += x[j]! * centers[at + j]!;
    if (s > score) {
      score = s;
      winner = i;
    }
  }
  return { winner, score };
}

function halfNorm(centers: Float64Array, i: number, d: number): number {
  let sum = 0;
  for (let j = i * d; j < (i + 1) * d; j++) sum += centers[j]! * centers[j]!;
  return sum / 2;
}
