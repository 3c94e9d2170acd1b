import { tensor2d } from "@tensorflow/tfjs-core";
import { minusOrigin, movedToOrigin } from "../data/origin.js";
import type { Rows } from "../data/rows.js";
import { isCollapsed, usedClusters } from "../metrics/cluster-usage.js";
import { inertiaOf, nearest } from "../nearest/nearest.js";
import type { EvaluateOptions, Evaluation } from "./network-options.js";
import { meanSquaredError } from "./reconstruction-loss.js";

/** What centres come to on data; its arguments have been checked, and a backend is there. */
export async function evaluateCenters(
  rows: Rows,
  centers: Float32Array,
  temperature: number,
  { batchSize = 512, weights, signal }: EvaluateOptions,
): Promise<Evaluation> {
  const d = rows.features;
  const k = centers.length / d;
  const moved = movedToOrigin(rows);
  const values = tensor2d(minusOrigin(centers, moved.origin), [k, d]);
  try {
    const loss = await meanSquaredError(moved.rows, values, { temperature, batchSize, weights, signal });
    const { assignments, squaredDistances } = await nearest(rows, centers, k, signal);
    return {
      loss,
      inertia: inertiaOf(squaredDistances, weights),
      usedClusters: usedClusters(assignments, k),
      collapsed: isCollapsed(assignments, k),
    };
  } finally {
    values.dispose();
  }
}
