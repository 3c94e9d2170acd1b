import { PCG64 } from "@elbowjs/numpy-random";
import type { Rows } from "../data/rows.js";
import { clusterCounts } from "../metrics/cluster-usage.js";
import { nearest } from "../nearest/nearest.js";
import { addCenters } from "./k-means-plus-plus.js";

/**
 * Moves every centre that is nearest to no sample, dead or the twin of another, onto a sample drawn as k-means++ draws
 * the next one. No gradient reaches such a centre, or it gets its twin's for ever.
 *
 * @returns The centres with those moved, or undefined if all are used.
 */
export async function revive(
  rows: Rows,
  centers: Float32Array,
  k: number,
  seed: readonly number[],
  weights?: ArrayLike<number>,
  signal?: AbortSignal,
): Promise<{ centers: Float32Array; revived: number } | undefined> {
  const d = rows.features;
  const { assignments } = await nearest(rows, centers, k, signal);
  const counts = clusterCounts(assignments, k);
  const dead = [...counts.keys()].filter((i) => counts[i] === 0);
  if (dead.length === 0) return undefined;
  const living = Float32Array.from(
    [...counts.keys()]
      .filter((i) => counts[i]! > 0)
      .flatMap((i) => [...centers.subarray(i * d, (i + 1) * d)]),
  );
  const added = await addCenters(rows, living, dead.length, new PCG64([...seed]), weights, signal);
  const result = centers.slice();
  for (const [n, i] of dead.entries()) result.set(added.subarray(n * d, (n + 1) * d), i * d);
  return { centers: result, revived: dead.length };
}
