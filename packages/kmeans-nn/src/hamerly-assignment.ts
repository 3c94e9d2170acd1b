import { Breather } from "./breather.js";
import type { Rows } from "./samples.js";
import { prepareCenters, scoreRows, squaredNorm } from "./scores.js";

/** Rows scored at once: enough to spread the cost of a call, few enough to stay in the cache. */
const BLOCK = 64;

/** Distances are differences of float64 numbers near ‖x‖²; this much of it may be rounding. */
const ROUNDING = 1e-12;

/**
 * The assignments of Lloyd's algorithm, and the sums of each centre's samples, kept from one iteration to the next.
 * A sample is looked at only where Hamerly's bounds allow another nearest centre than before: an upper bound u on the
 * distance to its centre, which grows by that centre's move, and a lower bound l on the distance to all others, which
 * shrinks by the largest move of them. While u < max(l, s), s half the distance from its centre to the next one, the
 * sample stays. Bounds only save work: the result is that of looking at every sample every time, ties included.
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
  /** Σ w‖x‖² over all samples. */
  #energy = 0;

  constructor(rows: Rows, k: number, weights: ArrayLike<number> | undefined) {
    this.#rows = rows;
    this.#k = k;
    this.#weights = weights;
    this.assignments = new Int32Array(rows.size).fill(-1);
    this.sums = new Float64Array(k * rows.features);
    this.mass = new Float64Array(k);
    this.#upper = new Float64Array(rows.size).fill(Number.POSITIVE_INFINITY);
    this.#lower = new Float64Array(rows.size);
  }

  /** Assigns every sample to the nearest of the centres; returns how many changed. */
  async update(centers: Float64Array, signal?: AbortSignal): Promise<number> {
    const d = this.#rows.features;
    const stale = this.#staleSamples(centers);
    const prepared = prepareCenters(centers, this.#k);
    const largest = 2 * Math.max(...prepared.halfNorms);
    const x = new Float32Array(BLOCK * d);
    const scores = new Float64Array(BLOCK * this.#k);
    const breather = new Breather(signal);
    let changed = 0;
    for (let start = 0; start < stale.length; start += BLOCK) {
      const end = Math.min(start + BLOCK, stale.length);
      this.#rows.gather(x, start, end, stale);
      scoreRows(x, end - start, prepared, scores);
      for (let r = 0; r < end - start; r++)
        if (this.#place(stale[start + r]!, x.subarray(r * d, (r + 1) * d), scores, r * this.#k, largest))
          changed++;
      if (breather.isDue()) await breather.rest();
    }
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
    const x = new Float32Array(this.#rows.features);
    this.#rows.gather(x, i, i + 1);
    this.#move(i, x, cluster);
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

  /** Half the distance from each centre to the nearest other one. */
  #halfGaps(centers: Float64Array): Float64Array {
    const gaps = new Float64Array(this.#k).fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < this.#k; i++)
      for (let j = 0; j < i; j++) {
        const half = distance(centers, i, centers, j, this.#rows.features) / 2;
        gaps[i] = Math.min(gaps[i]!, half);
        gaps[j] = Math.min(gaps[j]!, half);
      }
    return gaps;
  }

  /** Takes a sample's nearest centre and bounds from its scores; returns whether the centre is a new one. */
  #place(i: number, x: Float32Array, scores: Float64Array, from: number, largest: number): boolean {
    let best = 0;
    let next = Number.NEGATIVE_INFINITY;
    for (let j = 1; j < this.#k; j++) {
      const score = scores[from + j]!;
      if (score > scores[from + best]!) {
        next = scores[from + best]!;
        best = j;
      } else if (score > next) next = score;
    }
    const norm = squaredNorm(x, 0, x.length);
    const slack = ROUNDING * (norm + largest);
    this.#upper[i] = Math.sqrt(Math.max(0, norm - 2 * scores[from + best]!) + slack);
    this.#lower[i] = Math.sqrt(Math.max(0, norm - 2 * next - slack));
    if (best === this.assignments[i]) return false;
    if (this.assignments[i] === -1) this.#energy += (this.#weights?.[i] ?? 1) * norm;
    this.#move(i, x, best);
    return true;
  }

  #move(i: number, x: Float32Array, cluster: number): void {
    const { sums, mass, assignments } = this;
    const weight = this.#weights?.[i] ?? 1;
    const own = assignments[i]!;
    const to = cluster * x.length;
    const from = own * x.length;
    mass[cluster]! += weight;
    if (own >= 0) mass[own]! -= weight;
    for (let j = 0; j < x.length; j++) {
      const value = weight * x[j]!;
      if (value === 0) continue;
      sums[to + j]! += value;
      if (own >= 0) sums[from + j]! -= value;
    }
    assignments[i] = cluster;
  }
}

/** ‖a_i − b_j‖ of row i of a and row j of b. */
function distance(a: Float64Array, i: number, b: Float64Array, j: number, d: number): number {
  let sum = 0;
  for (let t = 0; t < d; t++) sum += (a[i * d + t]! - b[j * d + t]!) ** 2;
  return Math.sqrt(sum);
}
