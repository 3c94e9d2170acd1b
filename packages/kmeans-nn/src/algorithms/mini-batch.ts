import { checkNumbers } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { type SamplesInput, seededOrder, toSamples } from "@elbowjs/samples";
import { requireWeights } from "../data/weights.js";
import { usedClusters } from "../metrics/cluster-usage.js";
import { inertiaOf, nearest } from "../nearest/nearest.js";
import { NearestCenters } from "../nearest/nearest-centers.js";
import { squaredDistance } from "../nearest/scores.js";
import { startingCenters } from "../seeding/starting-centers.js";
import { type Clustering, type ClusteringOptions, checkClusteringOptions } from "./clustering.js";

/** Options of {@link miniBatch}. */
export interface MiniBatchOptions extends ClusteringOptions {
  /** Samples per step, an integer ≥ 1. Default 1024. */
  readonly batchSize?: number;
  /** Passes over the data at most, an integer ≥ 1. Default 10. */
  readonly epochs?: number;
  /** Stops after an epoch in which the centres moved, squared and summed, by at most this, ≥ 0. Default 0. */
  readonly tolerance?: number;
}

/**
 * Mini-batch k-means: the samples of a batch go to their nearest centres, and each centre then to the running mean of
 * all samples it ever received, C_i ← C_i + (w/W_i)·(x − C_i) with W_i the weight received so far. The step of a
 * centre falls like 1/t of its own count.
 *
 * @throws RangeError if k exceeds the number of samples, or an option is outside its interval.
 * @see Sculley, Web-scale k-means clustering, WWW 2010.
 */
export async function miniBatch(data: SamplesInput, options: MiniBatchOptions): Promise<Clustering> {
  checkClusteringOptions("miniBatch", options, ["weights", "batchSize", "epochs", "tolerance"]);
  const { k, init = "k-means++", batchSize = 1024, epochs = 10, tolerance = 0, seed = 0 } = options;
  const { weights, onIteration, signal } = options;
  checkNumbers("miniBatch", {
    batchSize: [batchSize, "integer ≥ 1"],
    epochs: [epochs, "integer ≥ 1"],
    tolerance: [tolerance, "≥ 0"],
  });
  const rows = await toSamples("miniBatch", data);
  requireWeights("miniBatch", weights, rows.size);
  if (k > rows.size) throw new RangeError(`miniBatch: expected k ≤ ${rows.size} samples, got ${k}`);

  const { size: n, features: d } = rows;
  const centers = Float64Array.from(await startingCenters("miniBatch", init, rows, { ...options, seed }));
  const received = new Float64Array(k);
  const x = new Float32Array(Math.min(batchSize, n) * d);
  const placing = await NearestCenters.of(rows, k, epochs);
  const breathe = breather({ signal });
  let iterations = 0;
  let converged = false;
  for (let epoch = 0; epoch < epochs && !converged; epoch++) {
    const order = seededOrder(n, [seed, epoch]);
    const before = centers.slice();
    for (let start = 0; start < n; start += batchSize) {
      const end = Math.min(start + batchSize, n);
      rows.gather(order.subarray(start, end), x);
      // Nearest to the centres as they were before the batch.
      placing.set(centers);
      const old = centers.slice();
      let inertia = 0;
      placing.place(order, start, end, x, (r, best, norm, score) => {
        const weight = weights?.[order[start + r]!] ?? 1;
        inertia += weight * squaredDistance(x, r, norm, score, placing.centers, best);
        received[best]! += weight;
        if (weight > 0) moveToward(centers, best, x, r, d, weight / received[best]!);
      });
      iterations++;
      onIteration?.({ iteration: iterations, inertia, shift: movement(centers, old) });
      const rest = breathe();
      if (rest !== undefined) await rest;
    }
    converged = movement(centers, before) <= tolerance;
  }
  const rounded = Float32Array.from(centers);
  const { assignments, squaredDistances } = await nearest(rows, rounded, k, signal);
  return {
    centers: rounded,
    assignments,
    inertia: inertiaOf(squaredDistances, weights),
    iterations,
    converged,
    usedClusters: usedClusters(assignments, k),
  };
}

/** C_i ← C_i + rate·(x_r − C_i). */
export function moveToward(
  centers: Float64Array,
  i: number,
  x: Float32Array,
  r: number,
  d: number,
  rate: number,
): void {
  for (let j = 0; j < d; j++) centers[i * d + j]! += rate * (x[r * d + j]! - centers[i * d + j]!);
}

/** Σ of the squared moves from `b` to `a`. */
function movement(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return sum;
}
