import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { evaluation, sizeOf } from "@elbowjs/layers";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import { stream } from "@elbowjs/training";
import { add, neg, sum, type Tensor, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { contextOf, type LabelOptions } from "./context.js";
import { type ElboSource, noiseSize } from "./elbo.js";

/** Options of {@link importanceBound}. */
export interface ImportanceOptions extends LabelOptions {
  /** Draws of z per image; an integer ≥ 1. 1 gives the ELBO, more a tighter bound. Default 100. */
  readonly k?: number;
  /** Draws at a time, so much memory; an integer ≥ 1. Default 500. */
  readonly chunk?: number;
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** Stops measuring. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The importance-weighted bound on the log-likelihood, in nats per image:
 * mean over x of ln (1/k) Σᵢ p(x|zᵢ)·p(zᵢ)/q(zᵢ|x), zᵢ ~ q(z|x), z being every level's units. It rises with k towards ln p(x),
 * from the ELBO at k = 1.
 *
 * @see Y. Burda, R. Grosse, R. Salakhutdinov, Importance Weighted Autoencoders, 2016, equation 8.
 */
export async function importanceBound(
  caller: string,
  model: ElboSource,
  images: SamplesInput,
  options: ImportanceOptions,
): Promise<number> {
  checkOptions(caller, options, ["labels", "k", "chunk", "seed", "signal"]);
  const { k = 100, chunk = 500, seed = 0, labels: given, signal } = options;
  checkNumbers(caller, {
    k: [k, "integer ≥ 1"],
    chunk: [chunk, "integer ≥ 1"],
    seed: [seed, "integer ≥ 0"],
  });
  const { imageShape, classes } = model.options;
  const set = await toSamples(caller, images, { shape: imageShape, within: [0, 1], labels: given, classes });
  const breathe = breather({ signal });
  let total = 0;
  for (let i = 0; i < set.size; i++) {
    const random = stream(seed, "importance", i);
    const logWeights = new Float64Array(k);
    for (let start = 0; start < k; start += chunk) {
      const n = Math.min(chunk, k - start);
      const epsilon = Float32Array.from(random.standardNormal(n * noiseSize(model)));
      logWeights.set(await logImportance(model, set.gather([i]), epsilon, set.labels?.[i]), start);
      await breathe();
    }
    total += logMeanExp(logWeights);
  }
  return total / set.size;
}

/** ln p(x|z) + ln p(z) − ln q(z|x) for each draw at one image. */
async function logImportance(
  model: ElboSource,
  image: Float32Array,
  noise: Float32Array,
  label: number | undefined,
): Promise<Float32Array> {
  const { imageShape, classes } = model.options;
  const weights = tidy(() => {
    const x = tensor(image, [1, sizeOf(imageShape)]);
    const epsilon = tensor2d(noise, [noise.length / noiseSize(model), noiseSize(model)]);
    const context = contextOf(label === undefined ? undefined : [label], classes);
    const { reconstruction, levels } = model.terms(x, epsilon, { ...evaluation, context });
    const ratios = levels.map((level) => sum(level.logRatio(), 1));
    return neg(ratios.reduce<Tensor>((total, ratio) => add(total, ratio), reconstruction));
  });
  try {
    return (await weights.data()) as Float32Array;
  } finally {
    weights.dispose();
  }
}

/** ln of the mean of exponentials, the largest taken out first: e⁻⁸⁰⁰ is 0 in float64. */
function logMeanExp(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const sum = values.reduce((total, value) => total + Math.exp(value - largest), 0);
  return largest + Math.log(sum / values.length);
}
