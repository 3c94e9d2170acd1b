import { checkChoices } from "@elbowjs/arguments";
import { integers, PCG64, permutation, random } from "@elbowjs/numpy-random";
import { Breather } from "./breather.js";
import { inertiaOf, nearest } from "./nearest.js";
import type { Rows } from "./samples.js";
import { prepareCenters, scoreRows, squaredDistance, squaredNorm } from "./scores.js";

/** Where centres start; see {@link drawCenters}. */
export type Seeding = "digit-images" | "uniform" | "samples" | "k-means++";

export const SEEDINGS: readonly Seeding[] = ["digit-images", "uniform", "samples", "k-means++"];

/**
 * Initial centres, k×d.
 *
 * - `'digit-images'`: one sample of each class, in the order of the classes; the first one of each without a seed, a
 *   drawn one with a seed.
 * - `'uniform'`: every coordinate uniform in [0, 1).
 * - `'samples'`: k different samples.
 * - `'k-means++'`: the first centre is a sample, and each next one is a sample drawn with probability proportional to
 *   its squared distance from the nearest centre so far; of 2 + ⌊ln k⌋ such candidates the one that lowers the total
 *   most is taken (the greedy variant, as in scikit-learn).
 *
 * @throws RangeError if the data has fewer samples than k, or (`'digit-images'`) not k classes.
 * @see Arthur and Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007.
 */
export async function drawCenters(
  caller: string,
  kind: Seeding,
  rows: Rows,
  { k, seed, weights, signal }: DrawOptions,
): Promise<Float32Array> {
  if (kind === "uniform") return Float32Array.from(random(new PCG64(seed ?? 0), k * rows.features));
  if (rows.size < k)
    throw new RangeError(`${caller}: expected at least k = ${k} samples for '${kind}', got ${rows.size}`);
  if (kind === "digit-images") return gathered(rows, oneOfEachClass(caller, rows, k, seed));
  if (kind === "samples") return gathered(rows, permutation(new PCG64(seed ?? 0), rows.size).subarray(0, k));
  return addCenters(rows, new Float32Array(0), k, new PCG64(seed ?? 0), weights, signal);
}

/** Draws `nInit` times and keeps the centres with the smallest inertia on the data. */
export async function drawBestCenters(
  caller: string,
  kind: Seeding,
  rows: Rows,
  nInit: number,
  options: DrawOptions & { readonly seed?: number | undefined },
): Promise<Float32Array> {
  const { k, seed, weights, signal } = options;
  let best = await drawCenters(caller, kind, rows, options);
  if (nInit === 1) return best;
  const inertia = async (centers: Float32Array): Promise<number> =>
    inertiaOf((await nearest(rows, centers, k, signal)).squaredDistances, weights);
  let least = await inertia(best);
  for (let trial = 1; trial < nInit; trial++) {
    const centers = await drawCenters(caller, kind, rows, { ...options, seed: [seed ?? 0, trial] });
    const total = await inertia(centers);
    if (total < least) [best, least] = [centers, total];
  }
  return best;
}

export interface DrawOptions {
  readonly k: number;
  readonly seed?: number | readonly number[] | undefined;
  readonly weights?: ArrayLike<number> | undefined;
  readonly signal?: AbortSignal | undefined;
}

function gathered(rows: Rows, chosen: ArrayLike<number>): Float32Array {
  const centers = new Float32Array(chosen.length * rows.features);
  rows.gather(centers, 0, chosen.length, chosen);
  return centers;
}

function oneOfEachClass(
  caller: string,
  { labels, size }: Rows,
  k: number,
  seed: DrawOptions["seed"],
): number[] {
  if (labels === undefined)
    throw new RangeError(`${caller}: expected data with labels for 'digit-images', got none; use 'samples'`);
  const members = new Map<number, number[]>();
  for (let i = 0; i < size; i++) {
    const label = labels[i]!;
    const list = members.get(label);
    if (list === undefined) members.set(label, [i]);
    else list.push(i);
  }
  if (members.size !== k)
    throw new RangeError(
      `${caller}: expected as many classes as centres (k = ${k}) for 'digit-images', got ${members.size} classes`,
    );
  const classes = [...members.keys()].sort((a, b) => a - b);
  if (seed === undefined) return classes.map((label) => members.get(label)![0]!);
  const bits = new PCG64(seed);
  return classes.map((label) => {
    const list = members.get(label)!;
    return list[integers(bits, 0, list.length)]!;
  });
}

/**
 * Adds centres to given ones by the draw of k-means++: each is a sample drawn with probability proportional to its
 * (weighted) squared distance from the nearest centre so far, the best of 2 + ⌊ln k⌋ candidates.
 *
 * @param existing Centres that are there already, row by row; may be empty.
 * @param count Number of centres to add.
 * @returns The added centres, count×d.
 */
export async function addCenters(
  rows: Rows,
  existing: Float32Array,
  count: number,
  bits: PCG64,
  weights?: ArrayLike<number>,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const { size: n, features: d } = rows;
  const breather = new Breather(signal);
  const k = existing.length / d + count;
  const weight = (i: number): number => weights?.[i] ?? 1;
  const x = new Float32Array(d);

  /** Distances to the nearest of the centres so far and each candidate, and their weighted sums. */
  const withEach = async (
    candidates: Float32Array,
  ): Promise<{ after: Float64Array[]; sums: Float64Array }> => {
    const prepared = prepareCenters(candidates, candidates.length / d);
    const after = Array.from({ length: prepared.k }, () => new Float64Array(n));
    const sums = new Float64Array(prepared.k);
    const scores = new Float64Array(prepared.k);
    for (let i = 0; i < n; i++) {
      rows.gather(x, i, i + 1);
      scoreRows(x, 1, prepared, scores);
      const norm = squaredNorm(x, 0, d);
      for (let c = 0; c < prepared.k; c++) {
        const distance = Math.min(closest[i]!, squaredDistance(x, 0, norm, scores[c]!, prepared, c));
        after[c]![i] = distance;
        sums[c]! += weight(i) * distance;
      }
      if (breather.isDue()) await breather.rest();
    }
    return { after, sums };
  };

  let closest: Float64Array = new Float64Array(n).fill(Infinity);
  if (existing.length > 0) closest = (await nearest(rows, existing, k - count, signal)).squaredDistances;
  const chosen: number[] = [];
  while (chosen.length < count) {
    const first = chosen.length === 0 && existing.length === 0;
    let mass = closest.map((distance, i) => (first ? 1 : distance) * weight(i));
    // With every sample on a centre already, distances say nothing and any sample will do.
    if (!(total(mass) > 0)) mass = closest.map((_, i) => weight(i));
    const trials = first ? 1 : 2 + Math.floor(Math.log(k));
    const candidates = Array.from({ length: trials }, () => draw(mass, bits));
    const { after, sums } = await withEach(gathered(rows, candidates));
    const best = sums.indexOf(Math.min(...sums));
    chosen.push(candidates[best]!);
    closest = after[best]!;
  }
  return gathered(rows, chosen);
}

function total(mass: Float64Array): number {
  return mass.reduce((sum, part) => sum + part, 0);
}

/** An index drawn with probability proportional to its mass. */
function draw(mass: Float64Array, bits: PCG64): number {
  let left = random(bits) * total(mass);
  let last = 0;
  for (let i = 0; i < mass.length; i++) {
    if (mass[i] === 0) continue;
    last = i;
    if ((left -= mass[i]!) < 0) break;
  }
  return last;
}

/** The centres to start from: given ones, checked, or drawn ones. */
export async function startingCenters(
  caller: string,
  init: Seeding | Float32Array,
  rows: Rows,
  options: DrawOptions,
): Promise<Float32Array> {
  if (init instanceof Float32Array) return requireCenters(caller, init, options.k, rows.features);
  checkChoices(caller, { init: [init, SEEDINGS] });
  return drawCenters(caller, init, rows, options);
}

/** A copy of given centres, after checking their number and that they are finite. */
export function requireCenters(
  caller: string,
  centers: Float32Array,
  k: number,
  features: number,
): Float32Array {
  if (centers.length !== k * features)
    throw new RangeError(
      `${caller}: expected ${k}×${features} = ${k * features} centre values, got ${centers.length}`,
    );
  const bad = centers.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(`${caller}: expected finite centres, got ${centers[bad]} at index ${bad}`);
  return centers.slice();
}
