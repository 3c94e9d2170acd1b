import { breather } from "@elbowjs/backend";
import type { Rows } from "../data/rows.js";
import { NearestCenters } from "./nearest-centers.js";
import { forEachScored, prepareCenters, squaredDistance, squaredNorm } from "./scores.js";

/** Rows read at once. */
const BLOCK = 64;

/** Rows placed at once. */
const PLACED = 256;

/** The nearest centre of every sample and its squared distance. */
export interface Nearest {
  /** Index of the nearest centre, the lowest one on a tie. */
  readonly assignments: Int32Array;
  /** Squared Euclidean distance to it, ≥ 0. */
  readonly squaredDistances: Float64Array;
}

/**
 * argmin_i ‖x − C_i‖², in float64 whatever the backend and however far from 0 the data lie: a sample gets the same centre
 * alone, in bulk, on WebGPU and in Node.
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
  const placing = await NearestCenters.of(rows, k, 1);
  placing.set(centers);
  const breathe = breather({ signal });
  const x = new Float32Array(PLACED * d);
  const numbers = Int32Array.from({ length: rows.size }, (_, i) => i);
  for (let start = 0; start < rows.size; start += PLACED) {
    const end = Math.min(start + PLACED, rows.size);
    rows.slice(start, end, x);
    placing.place(numbers, start, end, x, (r, best, norm, score) => {
      assignments[start + r] = best;
      squaredDistances[start + r] = squaredDistance(x, r, norm, score, placing.centers, best);
    });
    const rest = breathe();
    if (rest !== undefined) await rest;
  }
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
  const prepared = prepareCenters(centers, k);
  await forEachScored(
    rows,
    prepared,
    ({ start, end, x, scores }) => {
      for (let r = 0; r < end - start; r++) {
        const norm = squaredNorm(x, r * d, d);
        for (let i = 0; i < k; i++)
          result[(start + r) * k + i] = Math.sqrt(
            squaredDistance(x, r, norm, scores[r * k + i]!, prepared, i),
          );
      }
    },
    signal,
  );
  return result;
}

/** ‖x − its centre‖² of every sample for given assignments, summed difference by difference. */
export async function assignedDistances(
  rows: Rows,
  centers: Float64Array,
  assignments: Int32Array,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const d = rows.features;
  const breathe = breather({ signal });
  const x = new Float32Array(BLOCK * d);
  const distances = new Float64Array(rows.size);
  for (let start = 0; start < rows.size; start += BLOCK) {
    const end = Math.min(start + BLOCK, rows.size);
    rows.slice(start, end, x);
    for (let i = start; i < end; i++) {
      const from = (i - start) * d;
      const center = assignments[i]! * d;
      let squared = 0;
      for (let j = 0; j < d; j++) squared += (x[from + j]! - centers[center + j]!) ** 2;
      distances[i] = squared;
    }
    const rest = breathe();
    if (rest !== undefined) await rest;
  }
  return distances;
}

/** Σ w‖x − nearest centre‖². */
export function inertiaOf(squaredDistances: Float64Array, weights?: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < squaredDistances.length; i++) sum += squaredDistances[i]! * (weights?.[i] ?? 1);
  return sum;
}
