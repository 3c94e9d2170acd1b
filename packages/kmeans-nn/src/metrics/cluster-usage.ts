import { checkNumbers } from "@elbowjs/arguments";
import { MOST_CELLS } from "./count-table.js";

/**
 * Number of samples of each centre, k counts.
 *
 * @param assignments Centre of each sample, integers in [0, k).
 * @throws RangeError for an entry outside its interval, or k above 2^24.
 */
export function clusterCounts(assignments: ArrayLike<number>, k: number): number[] {
  checkNumbers("clusterCounts", { k: [k, "integer ≥ 1"] });
  if (k > MOST_CELLS) throw new RangeError(`clusterCounts: expected k ≤ 2^24, got ${k}`);
  const counts = new Array<number>(k).fill(0);
  for (let i = 0; i < assignments.length; i++) {
    const cluster = assignments[i]!;
    if (!(Number.isInteger(cluster) && cluster >= 0 && cluster < k))
      throw new RangeError(
        `clusterCounts: expected assignments in 0 … ${k - 1}, got ${cluster} at index ${i}`,
      );
    counts[cluster]!++;
  }
  return counts;
}

/** Number of centres that at least one sample is assigned to. */
export function usedClusters(assignments: ArrayLike<number>, k: number): number {
  return clusterCounts(assignments, k).filter((count) => count > 0).length;
}

/**
 * Entropy of the use of the centres, −Σ f_i ln f_i with f_i the share of samples at centre i, in nats: ln k when all
 * are used alike, 0 when one takes everything. exp of it is the effective number of centres.
 */
export function assignmentEntropy(assignments: ArrayLike<number>, k: number): number {
  let entropy = 0;
  for (const count of clusterCounts(assignments, k))
    if (count > 0) entropy -= (count / assignments.length) * Math.log(count / assignments.length);
  return entropy;
}

/**
 * Whether training has collapsed: at most half of the centres are used, so the others lie where no sample is nearest
 * to them and no gradient reaches them. Never true for k = 1.
 */
export function isCollapsed(assignments: ArrayLike<number>, k: number): boolean {
  if (typeof k !== "number") checkNumbers("isCollapsed", { k: [k, "integer ≥ 1"] });
  return k > 1 && usedClusters(assignments, k) <= k / 2;
}
