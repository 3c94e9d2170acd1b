import {
  add,
  exp,
  mul,
  neg,
  reshape,
  square,
  sub,
  sum,
  tensor,
  tensor2d,
  tidy,
  tile,
} from "@tensorflow/tfjs-core";
import { type Images, imageSet } from "../images.js";
import { checkInteger, sizeOf } from "../layers/layer.js";
import { checkSeed, stream } from "../streams.js";
import { negativeLogLikelihood } from "./likelihood.js";
import type { StandardVae } from "./standard-vae.js";

/** Options of {@link importanceBound}. */
export interface ImportanceOptions {
  /** Draws of z an image; an integer ≥ 1. 1 gives the ELBO, more a tighter bound. Default 100. */
  readonly k?: number;
  /** Draws at a time, so much memory; an integer ≥ 1. Default 500. */
  readonly chunk?: number;
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/**
 * The importance-weighted bound on the log-likelihood, in nats an image:
 * mean over x of ln (1/k) Σᵢ p(x|zᵢ)·p(zᵢ)/q(zᵢ|x), zᵢ ~ q(z|x). It rises with k towards ln p(x), from the ELBO at k = 1.
 *
 * @see Y. Burda, R. Grosse, R. Salakhutdinov, Importance Weighted Autoencoders, 2016, equation 8.
 */
export async function importanceBound(
  model: StandardVae,
  images: Images,
  { k = 100, chunk = 500, seed = 0 }: ImportanceOptions = {},
): Promise<number> {
  checkInteger("importanceBound", "k", k, 1);
  checkInteger("importanceBound", "chunk", chunk, 1);
  checkSeed("importanceBound", seed);
  const set = await imageSet("importanceBound", images, model.options.imageShape);
  let total = 0;
  for (let i = 0; i < set.size; i++) {
    const random = stream(seed, "importance", i);
    const logWeights = new Float64Array(k);
    for (let start = 0; start < k; start += chunk) {
      const n = Math.min(chunk, k - start);
      const epsilon = Float32Array.from(random.standardNormal(n * model.options.latent));
      logWeights.set(await logImportance(model, set.gather([i]), epsilon, n), start);
    }
    total += logMeanExp(logWeights);
  }
  return total / set.size;
}

/** ln p(x|z) + ln p(z) − ln q(z|x) for n draws z = μ + σ·ε at one image. The two Gaussians' 2π cancel. */
async function logImportance(
  model: StandardVae,
  image: Float32Array,
  noise: Float32Array,
  n: number,
): Promise<Float32Array> {
  const { latent, imageShape, likelihood } = model.options;
  const pixels = sizeOf(imageShape);
  const weights = tidy(() => {
    const x = tensor(image, [1, pixels]);
    const { mean, logVar } = model.encode(x);
    const epsilon = tensor2d(noise, [n, latent]);
    const z = add(mean, mul(exp(mul(logVar, 0.5)), epsilon));
    const logits = reshape(model.logits(z), [n, pixels]);
    const likely = neg(negativeLogLikelihood(likelihood, logits, tile(x, [n, 1])));
    // ln p(z) − ln q(z|x) = ½ Σ (ε² + ln σ² − z²)
    return add(likely, mul(sum(sub(add(square(epsilon), logVar), square(z)), 1), 0.5));
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
