import type { Rows } from "./samples.js";
import { argMax, forEachScored, prepareCenters, squaredNorm } from "./scores.js";

/** The nearest centre of every sample and its squared distance. */
export interface Nearest {
  /** Index of the nearest centre, the lowest one on a tie. */
  readonly assignments: Int32Array;
  /** Squared Euclidean distance to it, ≥ 0. */
  readonly squaredDistances: Float64Array;
}

/**
 * argmin_i ‖x − C_i‖², in float64 whatever the backend: a sample gets the same centre alone, in bulk, on WebGPU and in
 * Node.
 */
export async function nearest(
  rows: Rows,
  centers: Float32Array | Float64Array,
  k: number,
  signal?: AbortSignal,
): Promise<Nearest> {
  const d = rows.features;
  const assignments = new Int32Array(rows.size);
  const squaredDistances = new Float64Array(rows.size);
  await forEachScored(
    rows,
    prepareCenters(centers, k),
    ({ start, end, x, scores }) => {
      for (let r = 0; r < end - start; r++) {
        const best = argMax(scores, r * k, k);
        assignments[start + r] = best;
        squaredDistances[start + r] = Math.max(0, squaredNorm(x, r * d, d) - 2 * scores[r * k + best]!);
      }
    },
    signal,
  );
  return { assignments, squaredDistances };
}

/** Euclidean distances of every sample to every centre, [n, k]. */
export async function distances(
  rows: Rows,
  centers: Float32Array,
  k: number,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const d = rows.features;
  const result = new Float32Array(rows.size * k);
  await forEachScored(
    rows,
    prepareCenters(centers, k),
    ({ start, end, x, scores }) => {
      for (let r = 0; r < end - start; r++) {
        const norm = squaredNorm(x, r * d, d);
        for (let i = 0; i < k; i++)
          result[(start + r) * k + i] = Math.sqrt(Math.max(0, norm - 2 * scores[r * k + i]!));
      }
    },
    signal,
  );
  return result;
}

/** Σ w‖x − nearest centre‖². */
export function inertiaOf(squaredDistances: Float64Array, weights?: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < squaredDistances.length; i++) sum += squaredDistances[i]! * (weights?.[i] ?? 1);
  return sum;
}
