import { breather } from "@elbowjs/backend";
import {
  dispose,
  mul,
  type Scalar,
  square,
  stack,
  sum,
  type Tensor2D,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import type { Rows } from "../data/rows.js";
import { reconstructionError } from "../steps/reconstruction.js";

/** What the loss goes by. */
export interface LossOptions {
  readonly temperature: number;
  /** Samples per pass through the backend. */
  readonly batchSize: number;
  readonly weights?: ArrayLike<number> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Mean square of the error p·C − x over all samples and features, Σ w e² / (d·Σ w). Sums of batches stay on the
 * device and are read together.
 */
export async function meanSquaredError(
  rows: Rows,
  centers: Tensor2D,
  { temperature, batchSize, weights, signal }: LossOptions,
): Promise<number> {
  const breathe = breather({ signal });
  const sums: Scalar[] = [];
  let totalWeight = 0;
  try {
    for (let start = 0; start < rows.size; start += batchSize) {
      const end = Math.min(start + batchSize, rows.size);
      // A fresh array each time: a backend may keep it instead of a copy.
      const values = new Float32Array((end - start) * rows.features);
      rows.slice(start, end, values);
      const w = Float32Array.from({ length: end - start }, (_, i) => weights?.[start + i] ?? 1);
      for (const weight of w) totalWeight += weight;
      sums.push(
        tidy(() => {
          const e = reconstructionError(tensor2d(values, [end - start, rows.features]), centers, temperature);
          return sum(mul(square(e), tensor2d(w, [end - start, 1]))) as Scalar;
        }),
      );
      const rest = breathe();
      if (rest !== undefined) await rest;
    }
    const all = stack(sums);
    try {
      const read = (await all.data()) as Float32Array;
      return read.reduce((total, value) => total + value, 0) / (totalWeight * rows.features);
    } finally {
      all.dispose();
    }
  } finally {
    dispose(sums);
  }
}
