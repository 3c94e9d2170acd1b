import { breather } from "@elbowjs/backend";
import type { Rows } from "../data/rows.js";
import type { LloydKernel } from "./lloyd-kernel.js";
import { nearestCenter, prepareCenters, scoreError, scoreRows, squaredNorm } from "./scores.js";

/** Rows scored at once: enough to spread the cost of a call, few enough to stay in the cache. */
const BLOCK = 64;

/**
 * The assignments of Lloyd's algorithm, and the sums of each centre's samples, kept from one iteration to the next.
 * A sample is looked at only where Hamerly's bounds allow another nearest centre than before: an upper bound u on the
 * distance to its centre, which grows by that centre's move, and a lower bound l on the distance to all others, which
 * shrinks by the largest move of them. While u < max(l, s), s half the distance from its centre to the next one, the
 * sample stays. Bounds only save work: the result is that of looking at every sample every time in float64, ties
 * included.
 *
 * @see G. Hamerly, Making k-means even faster, SIAM International Conference on Data Mining 2010.
 */
export class HamerlyAssignment {
  /** Nearest centre of every sample, the lowest one on a tie; −1 before the first update. */
  readonly assignments: Int32Array<ArrayBuffer>;
  /** Σ w·x of each centre's samples, k×d. */
  readonly sums: Float64Array;
  /** Σ w of each centre's samples. */
  readonly mass: Float64Array;
  readonly #rows: Rows;
  readonly #k: number;
  readonly #weights: ArrayLike<number> | undefined;
  readonly #upper: Float64Array;
  readonly #lower: Float64Array;
  readonly #kernel: LloydKernel | undefined;
  /** The sample that moves. */
  readonly #sample: Float32Array;
  /** Samples of a block that float32 could not place. */
  readonly #doubtful: Int32Array;
  readonly #top: TopTwo = { best: 0, first: 0, second: 0 };
  /** Samples of positive weight at each centre. */
  readonly #counts: Int32Array;
  #energy = 0;

  /** @param kernel computes most scores and the sums, which become its own; without one all is done here in float64. */
  constructor(rows: Rows, k: number, weights: ArrayLike<number> | undefined, kernel?: LloydKernel) {
    this.#rows = rows;
    this.#k = k;
    this.#weights = weights;
    this.#kernel = kernel;
    this.#sample = new Float32Array(rows.features);
    this.#doubtful = new Int32Array(kernel?.block ?? 0);
    this.assignments = new Int32Array(rows.size).fill(-1);
    this.sums = kernel?.sums.fill(0) ?? new Float64Array(k * rows.features);
    this.mass = new Float64Array(k);
    this.#counts = new Int32Array(k);
    this.#upper = new Float64Array(rows.size).fill(Number.POSITIVE_INFINITY);
    this.#lower = new Float64Array(rows.size);
  }

  /** Assigns every sample to the nearest of the centres; returns how many changed. */
  async update(centers: Float64Array, signal?: AbortSignal): Promise<number> {
    const stale = this.#staleSamples(centers);
    const block = this.#kernel?.block ?? BLOCK;
    const exact = this.#exactScores(centers);
    this.#kernel?.set(centers);
    const breathe = breather({ signal });
    let changed = 0;
    for (let start = 0; start < stale.length; start += block) {
      const end = Math.min(start + block, stale.length);
      changed += this.#kernel
        ? this.#placeFast(this.#kernel, exact, stale, start, end)
        : exact(stale, start, end);
      const rest = breathe();
      if (rest !== undefined) await rest;
    }
    return changed;
  }

  /** A function that places samples by scores in float64, and returns how many changed. */
  #exactScores(centers: Float64Array): (order: Int32Array, start: number, end: number) => number {
    const d = this.#rows.features;
    const prepared = prepareCenters(centers, this.#k);
    const x = new Float32Array(BLOCK * d);
    const scores = new Float64Array(BLOCK * this.#k);
    const top = this.#top;
    return (order, start, end) => {
      this.#rows.gather(order.subarray(start, end), x);
      scoreRows(x, end - start, prepared, scores);
      let changed = 0;
      for (let r = 0; r < end - start; r++) {
        const norm = squaredNorm(x, r * d, d);
        topTwo(scores, r * this.#k, this.#k, top);
        const error = scoreError(norm, prepared);
        if (!(top.first - top.second > 2 * error)) top.best = nearestCenter(x, r, norm, scores, prepared);
        // Twice the error of a score, and as much again where the best of two that rounding swapped has the smaller one.
        if (this.#place(order[start + r]!, top, norm, 8 * error)) changed++;
      }
      return changed;
    };
  }

  /** Places samples by scores in float32, and by float64 those whose two best lie within the error of float32. */
  #placeFast(
    kernel: LloydKernel,
    exact: (order: Int32Array, start: number, end: number) => number,
    order: Int32Array,
    start: number,
    end: number,
  ): number {
    const { indices, values } = kernel.nearest(order, start, end);
    const top = this.#top;
    let changed = 0;
    let doubtful = 0;
    for (let r = 0; r < end - start; r++) {
      top.best = indices[4 * r]!;
      top.first = values[4 * r + 1]!;
      top.second = values[4 * r + 2]!;
      const norm = values[4 * r + 3]!;
      const error = kernel.errorBound(norm);
      // Written so that scores that are not numbers are looked at again.
      if (!(top.first - top.second > 2 * error)) this.#doubtful[doubtful++] = order[start + r]!;
      else if (this.#place(order[start + r]!, top, norm, 4 * error)) changed++;
    }
    for (let at = 0; at < doubtful; at += BLOCK)
      changed += exact(this.#doubtful, at, Math.min(at + BLOCK, doubtful));
    return changed;
  }

  /** Tells the bounds that the centres have moved. */
  centersMoved(before: Float64Array, after: Float64Array): void {
    const moves = Float64Array.from({ length: this.#k }, (_, i) =>
      distance(before, i, after, i, this.#rows.features),
    );
    let [first, second, farthest] = [0, 0, -1];
    moves.forEach((move, i) => {
      if (move > first) [first, second, farthest] = [move, first, i];
      else if (move > second) second = move;
    });
    for (let i = 0; i < this.assignments.length; i++) {
      const own = this.assignments[i]!;
      this.#upper[i]! += moves[own]!;
      this.#lower[i]! -= own === farthest ? second : first;
    }
  }

  /** Moves a sample to another centre whatever its distance, and looks at every sample the next time. */
  relocate(i: number, cluster: number): void {
    this.#move(i, cluster);
    this.#upper.fill(Number.POSITIVE_INFINITY);
  }

  /** Σ w‖x − centre‖² of the present assignments to any centres: Σ w‖x‖² − 2 Σ C·sum + Σ mass·‖C‖². */
  inertia(centers: Float64Array): number {
    const d = this.#rows.features;
    let inertia = this.#energy;
    for (let at = 0; at < centers.length; at++)
      inertia += centers[at]! * (this.mass[Math.floor(at / d)]! * centers[at]! - 2 * this.sums[at]!);
    return Math.max(0, inertia);
  }

  /** Σ w‖x‖² over all samples. What {@link inertia} gives is rounded to about 1e-16 of it. */
  get energy(): number {
    return this.#energy;
  }

  /** The samples whose bounds do not keep them where they are. */
  #staleSamples(centers: Float64Array): Int32Array {
    const halfGap = this.#halfGaps(centers);
    const stale = new Int32Array(this.assignments.length);
    let count = 0;
    for (let i = 0; i < stale.length; i++) {
      const own = this.assignments[i]!;
      // Written so that a bound that is not a number keeps nothing.
      if (!(own >= 0 && this.#upper[i]! < Math.max(this.#lower[i]!, halfGap[own]!))) stale[count++] = i;
    }
    return stale.subarray(0, count);
  }

  /**
   * Half the distance from each centre to the nearest other one, or 0, which keeps nothing, where finding all k²/2
   * distances would cost more than the samples that they keep.
   */
  #halfGaps(centers: Float64Array): Float64Array {
    if ((2 * this.#k) ** 2 > this.assignments.length) return new Float64Array(this.#k);
    const gaps = new Float64Array(this.#k).fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < this.#k; i++)
      for (let j = 0; j < i; j++) {
        const half = distance(centers, i, centers, j, this.#rows.features) / 2;
        gaps[i] = Math.min(gaps[i]!, half);
        gaps[j] = Math.min(gaps[j]!, half);
      }
    return gaps;
  }

  /** Puts a sample to its best centre and renews its bounds; returns whether the centre is a new one. */
  #place(i: number, { best, first, second }: TopTwo, norm: number, slack: number): boolean {
    this.#upper[i] = Math.sqrt(Math.max(0, norm - 2 * first) + slack);
    this.#lower[i] = Math.sqrt(Math.max(0, norm - 2 * second - slack));
    if (best === this.assignments[i]) return false;
    this.#move(i, best);
    return true;
  }

  #move(i: number, cluster: number): void {
    const weight = this.#weights?.[i] ?? 1;
    const own = this.assignments[i]!;
    this.assignments[i] = cluster;
    if (weight === 0) return;
    if (!this.#kernel) this.#rows.slice(i, i + 1, this.#sample);
    const squared = this.#add(i, cluster, weight, 1);
    if (own >= 0) this.#add(i, own, -weight, -1);
    else this.#energy += weight * squared;
  }

  /** Adds weight·x to the sum of a centre, x the sample at hand; returns ‖x‖². */
  #add(i: number, cluster: number, weight: number, count: 1 | -1): number {
    const { sums, mass } = this;
    const d = this.#rows.features;
    const at = cluster * d;
    this.#counts[cluster]! += count;
    if (this.#counts[cluster] === 0) {
      // What subtraction leaves of a sum is rounding; an empty centre has none.
      mass[cluster] = 0;
      sums.fill(0, at, at + d);
      return 0;
    }
    mass[cluster]! += weight;
    if (this.#kernel) return this.#kernel.add(i, cluster, weight);
    const x = this.#sample;
    for (let j = 0; j < d; j++) if (x[j] !== 0) sums[at + j]! += weight * x[j]!;
    return squaredNorm(x, 0, d);
  }
}

interface TopTwo {
  /** Index of the largest score, the first one on a tie; that score, and the largest of the others. */
  best: number;
  first: number;
  second: number;
}

/** Written into one object for all samples: a new one for each costs more than the search. */
function topTwo(scores: Float32Array | Float64Array, from: number, k: number, into: TopTwo): void {
  let best = 0;
  let first = scores[from]!;
  let second = Number.NEGATIVE_INFINITY;
  for (let j = 1; j < k; j++) {
    const score = scores[from + j]!;
    if (score > first) {
      second = first;
      first = score;
      best = j;
    } else if (score > second) second = score;
  }
  into.best = best;
  into.first = first;
  into.second = second;
}

/** ‖a_i − b_j‖ of row i of a and row j of b. */
function distance(a: Float64Array, i: number, b: Float64Array, j: number, d: number): number {
  let sum = 0;
  for (let t = 0; t < d; t++) sum += (a[i * d + t]! - b[j * d + t]!) ** 2;
  return Math.sqrt(sum);
}
