import { checkChoices, checkFinite, refusal } from "@elbowjs/arguments";
import type { Samples } from "@elbowjs/samples";
import { inertiaOf, nearest } from "../nearest/nearest.js";
import { type DrawOptions, drawCenters, SEEDINGS, type Seeding } from "./seeding.js";

/** The centres to start from: given ones, checked, or drawn ones. */
export async function startingCenters(
  caller: string,
  init: Seeding | Float32Array,
  rows: Samples,
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
    throw refusal(
      new RangeError(
        `${caller}: expected ${k}×${features} = ${k * features} centre values, got ${centers.length}`,
      ),
    );
  checkFinite(caller, "centres", centers);
  return centers.slice();
}

/** Draws `nInit` times and keeps the centres with the smallest inertia on the data. */
export async function drawBestCenters(
  caller: string,
  kind: Seeding,
  rows: Samples,
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
