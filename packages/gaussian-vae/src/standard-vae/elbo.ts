import { add, concat, exp, mul, reshape, square, sum, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { type Images, imageSet } from "../images.js";
import { checkInteger, sizeOf } from "../layers/layer.js";
import { checkSeed, stream } from "../streams.js";
import { klDivergence } from "./kl-divergence.js";
import { negativeLogLikelihood } from "./likelihood.js";
import type { StandardVae } from "./standard-vae.js";

/** What {@link StandardVae.evaluate} measures, in evaluation mode, with one draw of z an image. */
export interface ElboEvaluation {
  /** Images measured. */
  readonly size: number;
  /** −ELBO in nats an image, β = 1 and no free bits: `reconstruction + kl`. */
  readonly loss: number;
  /** Mean −ln p(x|z) in nats. */
  readonly reconstruction: number;
  /** Mean KL(q ‖ prior) in nats. */
  readonly kl: number;
  /** KL in nats by latent unit; sums to `kl`. */
  readonly klByUnit: readonly number[];
  /** Variance over images of μ by latent unit. */
  readonly meanVariance: readonly number[];
  /** Units with `meanVariance` above 0.01, that is units whose mean depends on the image (Burda et al., 2016). */
  readonly activeUnits: number;
  /** In words, if the posterior has collapsed: which units the decoder does not use, and what helps. */
  readonly warning?: string;
}

/** Burda et al.'s threshold. */
const active = 0.01;

/** Measures a model on images; `StandardVae.evaluate` calls it. */
export async function evaluateElbo(
  model: StandardVae,
  images: Images,
  { batchSize = 250, seed = 0 }: { readonly batchSize?: number; readonly seed?: number } = {},
): Promise<ElboEvaluation> {
  checkInteger("evaluate", "batchSize", batchSize, 1);
  checkSeed("evaluate", seed);
  const { latent, imageShape, likelihood } = model.options;
  const pixels = sizeOf(imageShape);
  const set = await imageSet("evaluate", images, imageShape);
  const noise = Float32Array.from(stream(seed, "evaluate").standardNormal(set.size * latent));
  let reconstruction = 0;
  const kl = new Float64Array(latent);
  const mean = new Float64Array(latent);
  const square2 = new Float64Array(latent);
  for (let start = 0; start < set.size; start += batchSize) {
    const n = Math.min(batchSize, set.size - start);
    const rows = Int32Array.from({ length: n }, (_, i) => start + i);
    const sums = tidy(() => {
      const x = tensor(set.gather(rows), [n, pixels]);
      const { mean, logVar } = model.encode(x);
      const epsilon = tensor2d(noise.subarray(start * latent, (start + n) * latent), [n, latent]);
      const z = add(mean, mul(exp(mul(logVar, 0.5)), epsilon));
      const logits = reshape(model.logits(z), [n, pixels]);
      return concat([
        reshape(sum(negativeLogLikelihood(likelihood, logits, x)), [1]),
        sum(klDivergence(mean, logVar), 0),
        sum(mean, 0),
        sum(square(mean), 0),
      ]);
    });
    const values = await sums.data();
    sums.dispose();
    reconstruction += values[0]!;
    for (let j = 0; j < latent; j++) {
      kl[j]! += values[1 + j]!;
      mean[j]! += values[1 + latent + j]!;
      square2[j]! += values[1 + 2 * latent + j]!;
    }
  }
  const klByUnit = Array.from(kl, (total) => total / set.size);
  const meanVariance = Array.from(square2, (total, j) => total / set.size - (mean[j]! / set.size) ** 2);
  const activeUnits = meanVariance.filter((variance) => variance > active).length;
  const klTotal = klByUnit.reduce((total, value) => total + value, 0);
  const warning = collapseWarning(meanVariance, klByUnit);
  return {
    size: set.size,
    loss: reconstruction / set.size + klTotal,
    reconstruction: reconstruction / set.size,
    kl: klTotal,
    klByUnit,
    meanVariance,
    activeUnits,
    ...(warning && { warning }),
  };
}

/** Why and where the posterior has collapsed, or undefined. One image tells nothing of a variance over images. */
function collapseWarning(variance: readonly number[], kl: readonly number[]): string | undefined {
  const idle = variance.flatMap((value, j) => (value > active ? [] : [j]));
  if (idle.length === 0) return undefined;
  const nats = idle.reduce((total, j) => total + kl[j]!, 0);
  return (
    `${idle.length} of ${variance.length} latent units (${idle.join(", ")}) do not depend on the image: the variance of their ` +
    `mean is at most ${active}, and together they carry ${nats.toPrecision(2)} nats. q(z|x) fell to the prior there, because a unit ` +
    "costs its KL before the decoder reads it. Try klWarmup, freeBits, a smaller beta, or fewer units"
  );
}
