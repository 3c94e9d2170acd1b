import { checkChoices, checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import { noSamples } from "../data/rows.js";
import { requireWeights } from "../data/weights.js";
import { SEEDINGS, type Seeding } from "../seeding/seeding.js";
import { drawBestCenters, requireCenters } from "../seeding/starting-centers.js";
import type { InitOptions } from "./network-options.js";

/** The centres that a network starts from, k×d: drawn, or given; see `KMeansNetwork.init`. */
export async function initialCenters(
  caller: string,
  { k, features }: { readonly k: number; readonly features: number },
  from: Seeding | Float32Array,
  data: SamplesInput | undefined,
  options: InitOptions,
): Promise<Float32Array> {
  checkOptions(caller, options, ["seed", "nInit", "weights", "signal"]);
  const { seed, nInit = 1, weights, signal } = options;
  checkKinds(caller, { signal: [signal, "AbortSignal or undefined"] });
  if (from instanceof Float32Array) return requireCenters(caller, from, k, features);
  checkChoices(caller, { from: [from, SEEDINGS] });
  checkNumbers(caller, { nInit: [nInit, "integer ≥ 1"], seed: [seed, "integer ≥ 0 or undefined"] });
  if (data === undefined && (from !== "uniform" || nInit > 1))
    throw refusal(new TypeError(`${caller}: expected data to draw '${from}' centres from, got none`));
  const samples = data === undefined ? noSamples(features) : await toSamples(caller, data, { features });
  requireWeights(caller, weights, samples.size);
  return drawBestCenters(caller, from, samples, nInit, { k, seed, weights, signal });
}
