import { add, neg, sum, type Tensor, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { type Images, imageSet } from "../images.js";
import { checkInteger, sizeOf } from "../layers/layer.js";
import { checkSeed, stream } from "../streams.js";
import { type ElboSource, evaluation, noiseSize } from "./elbo.js";
import { checkLabels, type LabelOptions, labelsOf, oneHot } from "./labels.js";

/** Options of {@link importanceBound}. */
export interface ImportanceOptions extends LabelOptions {
  /** Draws of z an image; an integer ≥ 1. 1 gives the ELBO, more a tighter bound. Default 100. */
  readonly k?: number;
  /** Draws at a time, so much memory; an integer ≥ 1. Default 500. */
  readonly chunk?: number;
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/**
 * The importance-weighted bound on the log-likelihood, in nats an image:
 * mean over x of ln (1/k) Σᵢ p(x|zᵢ)·p(zᵢ)/q(zᵢ|x), zᵢ ~ q(z|x), z being every level's units. It rises with k towards ln p(x),
 * from the ELBO at k = 1.
 *
 * @see Y. Burda, R. Grosse, R. Salakhutdinov, Importance Weighted Autoencoders, 2016, equation 8.
 */
export async function importanceBound(
  model: ElboSource,
  images: Images,
  { k = 100, chunk = 500, seed = 0, labels: given }: ImportanceOptions = {},
): Promise<number> {
  checkInteger("importanceBound", "k", k, 1);
  checkInteger("importanceBound", "chunk", chunk, 1);
  checkSeed("importanceBound", seed);
  const set = await imageSet("importanceBound", images, model.options.imageShape);
  const labels = labelsOf(images, given, model.options);
  checkLabels("importanceBound", labels, { size: set.size, classes: model.options.classes });
  let total = 0;
  for (let i = 0; i < set.size; i++) {
    const random = stream(seed, "importance", i);
    const logWeights = new Float64Array(k);
    for (let start = 0; start < k; start += chunk) {
      const n = Math.min(chunk, k - start);
      const epsilon = Float32Array.from(random.standardNormal(n * noiseSize(model)));
      logWeights.set(await logImportance(model, set.gather([i]), epsilon, labels?.[i]), start);
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
    const labels = oneHot(label === undefined ? undefined : [label], classes);
    const { reconstruction, levels } = model.terms(x, epsilon, { ...evaluation, labels });
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
