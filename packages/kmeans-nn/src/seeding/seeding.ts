import { refusal } from "@elbowjs/arguments";
import { integers, PCG64, random } from "@elbowjs/numpy-random";
import { type Samples, seededOrder } from "@elbowjs/samples";
import { addCenters } from "./k-means-plus-plus.js";

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
  rows: Samples,
  { k, seed, weights, signal }: DrawOptions,
): Promise<Float32Array> {
  if (kind === "uniform") return Float32Array.from(random(new PCG64(seed ?? 0), k * rows.features));
  if (rows.size < k)
    throw refusal(
      new RangeError(`${caller}: expected at least k = ${k} samples for '${kind}', got ${rows.size}`),
    );
  if (kind === "digit-images") return rows.gather(oneOfEachClass(caller, rows, k, seed));
  if (kind === "samples") return rows.gather(seededOrder(rows.size, seed ?? 0).subarray(0, k));
  return addCenters(rows, new Float32Array(0), k, new PCG64(seed ?? 0), weights, signal);
}

/** What every draw goes by. */
export interface DrawOptions {
  readonly k: number;
  readonly seed?: number | readonly number[] | undefined;
  readonly weights?: ArrayLike<number> | undefined;
  readonly signal?: AbortSignal | undefined;
}

function oneOfEachClass(
  caller: string,
  { labels, size }: Samples,
  k: number,
  seed: DrawOptions["seed"],
): number[] {
  if (labels === undefined)
    throw refusal(
      new RangeError(`${caller}: expected data with labels for 'digit-images', got none; use 'samples'`),
    );
  const members = new Map<number, number[]>();
  for (let i = 0; i < size; i++) {
    const label = labels[i]!;
    const list = members.get(label);
    if (list === undefined) members.set(label, [i]);
    else list.push(i);
  }
  if (members.size !== k)
    throw refusal(
      new RangeError(
        `${caller}: expected as many classes as centres (k = ${k}) for 'digit-images', got ${members.size} classes`,
      ),
    );
  const classes = [...members.keys()].sort((a, b) => a - b);
  if (seed === undefined) return classes.map((label) => members.get(label)![0]!);
  const bits = new PCG64(seed);
  return classes.map((label) => {
    const list = members.get(label)!;
    return list[integers(bits, 0, list.length)]!;
  });
}
