import type { Rows } from "../data/rows.js";
import { LloydKernel } from "./lloyd-kernel.js";
import { nearestCenter, type PreparedCenters, prepareCenters, scoreRows, squaredNorm } from "./scores.js";

/** With fewer products than this a kernel is not worth its memory. */
const FEW_PRODUCTS = 2 ** 20;

/** Told of a sample: its number among those asked for, its nearest centre, ‖x‖² and the score of that centre. */
export type Visit = (r: number, best: number, norm: number, score: number) => void;

/**
 * The nearest centres of samples: by float32 where the two best scores are further apart than its error, and by float64
 * elsewhere. Scores and ties are those of float64 alone.
 */
export class NearestCenters {
  readonly #d: number;
  readonly #kernel: LloydKernel | undefined;
  readonly #scores: Float64Array;
  #centers: PreparedCenters;

  private constructor(rows: Rows, k: number, kernel: LloydKernel | undefined) {
    this.#d = rows.features;
    this.#kernel = kernel;
    this.#scores = new Float64Array(k);
    this.#centers = prepareCenters(new Float64Array(k * rows.features), k);
  }

  /** @param passes over the data that are to come: data that are read once are not kept in the kernel's memory. */
  static async of(rows: Rows, k: number, passes: number): Promise<NearestCenters> {
    const products = passes * rows.size * rows.features * k;
    const kernel =
      products < FEW_PRODUCTS ? undefined : await LloydKernel.create(rows, k, passes > 1 ? undefined : 0);
    return new NearestCenters(rows, k, kernel);
  }

  /** The centres that the next samples are compared with, as float64 values and half squared norms. */
  get centers(): PreparedCenters {
    return this.#centers;
  }

  set(centers: Float32Array | Float64Array): void {
    this.#centers = prepareCenters(centers, this.#scores.length);
    this.#kernel?.set(this.#centers.values);
  }

  /** Visits samples `order[start … end − 1]`, whose values are x. */
  place(order: Int32Array, start: number, end: number, x: Float32Array, visit: Visit): void {
    const kernel = this.#kernel;
    const block = kernel?.block ?? end - start;
    for (let first = start; first < end; first += block) {
      const last = Math.min(first + block, end);
      const quick = kernel?.nearest(order, first, last);
      for (let i = first; i < last; i++) {
        const r = i - start;
        const at = 4 * (i - first);
        const norm = squaredNorm(x, r * this.#d, this.#d);
        // Written so that scores that are not numbers are looked at again.
        const isSure =
          quick !== undefined &&
          quick.values[at + 1]! - quick.values[at + 2]! > 2 * kernel!.errorBound(quick.values[at + 3]!);
        if (isSure) {
          const best = quick.indices[at]!;
          visit(r, best, norm, this.#score(x, r, best));
        } else this.#placeExactly(x, r, norm, visit);
      }
    }
  }

  #placeExactly(x: Float32Array, r: number, norm: number, visit: Visit): void {
    const row = x.subarray(r * this.#d, (r + 1) * this.#d);
    scoreRows(row, 1, this.#centers, this.#scores);
    const best = nearestCenter(row, 0, norm, this.#scores, this.#centers);
    visit(r, best, norm, this.#scores[best]!);
  }

  /** As `scoreRows` has it, to the bit. */
  #score(x: Float32Array, r: number, i: number): number {
    const { values, halfNorms } = this.#centers;
    const [from, center] = [r * this.#d, i * this.#d];
    let score = -halfNorms[i]!;
    for (let j = 0; j < this.#d; j++) {
      const value = x[from + j]!;
      if (value !== 0) score += value * values[center + j]!;
    }
    return score;
  }
}
