import type { Samples } from "@elbowjs/samples";
import { HamerlyAssignment } from "./hamerly-assignment.js";
import { LloydKernel } from "./lloyd-kernel.js";
import { assignedDistances } from "./nearest.js";

/** Samples at their nearest centres. */
export interface Assigned {
  /** The centre of each sample, and the sums of each centre's. */
  readonly clusters: HamerlyAssignment;
  /** ‖x − its centre‖² of each sample, summed difference by difference. */
  readonly distances: Float64Array;
}

/** Assigns samples once, to centres k×d. */
export async function assigned(
  rows: Samples,
  centers: Float64Array,
  signal: AbortSignal | undefined,
): Promise<Assigned> {
  const k = centers.length / rows.features;
  const clusters = new HamerlyAssignment(rows, k, undefined, await LloydKernel.create(rows, k));
  await clusters.update(centers, signal);
  return { clusters, distances: await assignedDistances(rows, centers, clusters.assignments, signal) };
}
