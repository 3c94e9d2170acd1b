import { breather } from "@elbowjs/backend";
import type { Rows } from "../data/rows.js";

/** Centres as the loops below want them: float64 values and half squared norms. */
export interface PreparedCenters {
  readonly k: number;
  readonly values: Float64Array;
  readonly halfNorms: Float64Array;
  /** The largest ‖C_i‖². */
  readonly largestNorm: number;
}

export function prepareCenters(centers: Float32Array | Float64Array, k: number): PreparedCenters {
  const d = centers.length / k;
  const values = Float64Array.from(centers);
  const halfNorms = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    let sum = 0;
    for (let j = i * d; j < (i + 1) * d; j++) sum += values[j]! * values[j]!;
    halfNorms[i] = sum / 2;
  }
  return { k, values, halfNorms, largestNorm: 2 * halfNorms.reduce((a, b) => Math.max(a, b), 0) };
}

/**
 * Scores x·C_i − ½‖C_i‖² of n samples, in float64, written to `out` [n, k]. The nearest centre has the largest score,
 * and ‖x − C_i‖² = ‖x‖² − 2·score.
 *
 * Zeros are skipped, since four fifths of a digit's pixels are, and four centres share each pass over a sample.
 */
export function scoreRows(x: Float32Array, n: number, centers: PreparedCenters, out: Float64Array): void {
  const { k, values: c, halfNorms } = centers;
  const d = c.length / k;
  const at = new Int32Array(d);
  const value = new Float64Array(d);
  for (let r = 0; r < n; r++) {
    let count = 0;
    for (let j = 0; j < d; j++) {
      const v = x[r * d + j]!;
      at[count] = j;
      value[count] = v;
      if (v !== 0) count++;
    }
    let i = 0;
    for (; i + 4 <= k; i += 4) {
      const c0 = i * d;
      const c1 = c0 + d;
      const c2 = c1 + d;
      const c3 = c2 + d;
      let s0 = -halfNorms[i]!;
      let s1 = -halfNorms[i + 1]!;
      let s2 = -halfNorms[i + 2]!;
      let s3 = -halfNorms[i + 3]!;
      for (let t = 0; t < count; t++) {
        const j = at[t]!;
        const v = value[t]!;
        s0 += v * c[c0 + j]!;
        s1 += v * c[c1 + j]!;
        s2 += v * c[c2 + j]!;
        s3 += v * c[c3 + j]!;
      }
      const to = r * k + i;
      out[to] = s0;
      out[to + 1] = s1;
      out[to + 2] = s2;
      out[to + 3] = s3;
    }
    for (; i < k; i++) {
      let s = -halfNorms[i]!;
      for (let t = 0; t < count; t++) s += value[t]! * c[i * d + at[t]!]!;
      out[r * k + i] = s;
    }
  }
}

/** Rows scored at once: enough to spread the cost of a call, few enough to stay in the cache. */
const BLOCK = 64;

/** One block of samples with its scores; the arrays are reused for the next block. */
export interface ScoredBlock {
  /** Number of the block's first sample, and one past its last. */
  readonly start: number;
  readonly end: number;
  /** Values [end − start, d]. */
  readonly x: Float32Array;
  /** Scores [end − start, k]. */
  readonly scores: Float64Array;
}

/** Visits all samples block by block with their scores, letting the event loop run now and then. */
export async function forEachScored(
  rows: Rows,
  centers: PreparedCenters,
  visit: (block: ScoredBlock) => void,
  signal?: AbortSignal,
): Promise<void> {
  const x = new Float32Array(BLOCK * rows.features);
  const scores = new Float64Array(BLOCK * centers.k);
  const breathe = breather({ signal });
  for (let start = 0; start < rows.size; start += BLOCK) {
    const end = Math.min(start + BLOCK, rows.size);
    rows.slice(start, end, x);
    scoreRows(x, end - start, centers, scores);
    visit({ start, end, x, scores });
    const rest = breathe();
    if (rest !== undefined) await rest;
  }
}

/**
 * Bound on the rounding of a float64 score of a sample: that of d + 1 products and sums of at most ‖x‖‖C‖ and ½‖C‖².
 */
export function scoreError(norm: number, { values, k, largestNorm }: PreparedCenters): number {
  return (values.length / k + 8) * 2 ** -53 * (norm + largestNorm);
}

/**
 * Index of the centre nearest to row r of x, the lowest one on a tie: that of the largest score, or where rounding might
 * have swapped scores, as it may for data far from 0, that of the smallest distance.
 */
export function nearestCenter(
  x: Float32Array,
  r: number,
  norm: number,
  scores: Float64Array,
  centers: PreparedCenters,
): number {
  const { k } = centers;
  const best = argMax(scores, r * k, k);
  const doubtful = scores[r * k + best]! - 2 * scoreError(norm, centers);
  let nearest = best;
  let least = -1;
  for (let i = 0; i < k; i++) {
    if (i === best || scores[r * k + i]! < doubtful) continue;
    if (least < 0) least = directDistance(x, r, centers, best);
    const distance = directDistance(x, r, centers, i);
    if (distance < least || (distance === least && i < nearest)) [nearest, least] = [i, distance];
  }
  return nearest;
}

/** Where ‖x‖² − 2·score is below this share of ‖x‖² its digits are lost, and the distance is summed by itself. */
const CANCELLED = 1e-3;

/** ‖x_r − C_i‖² ≥ 0, from the score or by the sum of squared differences, whichever keeps its digits. */
export function squaredDistance(
  x: Float32Array,
  r: number,
  norm: number,
  score: number,
  centers: PreparedCenters,
  i: number,
): number {
  const quick = norm - 2 * score;
  return quick > CANCELLED * norm ? quick : directDistance(x, r, centers, i);
}

function directDistance(x: Float32Array, r: number, { values, k }: PreparedCenters, i: number): number {
  const d = values.length / k;
  let sum = 0;
  for (let j = 0; j < d; j++) sum += (x[r * d + j]! - values[i * d + j]!) ** 2;
  return sum;
}

/** Index of the largest of `scores[from … from + k − 1]`, counted from `from`; the first one on a tie. */
export function argMax(scores: Float64Array, from: number, k: number): number {
  let best = 0;
  for (let i = 1; i < k; i++) if (scores[from + i]! > scores[from + best]!) best = i;
  return best;
}

/** ‖x‖² of the sample that starts at `from`. */
export function squaredNorm(x: Float32Array, from: number, d: number): number {
  let sum = 0;
  for (let j = from; j < from + d; j++) sum += x[j]! * x[j]!;
  return sum;
}
