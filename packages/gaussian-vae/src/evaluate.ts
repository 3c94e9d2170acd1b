import { slice, square, stack, sum, tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import type { GaussianVae } from "./gaussian-vae.js";
import { type Images, imageSet } from "./images.js";
import { checkInteger, sizeOf } from "./layers/layer.js";
import { negativeElbo } from "./loss.js";
import { checkSeed, stream } from "./streams.js";

/** Options of {@link GaussianVae.evaluate}. */
export interface EvaluateOptions {
  /** Images at a time; an integer ≥ 1. Changes the results by rounding only. Default 250. */
  readonly batchSize?: number;
  /** Where the noise between encoder and decoder comes from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/** What {@link GaussianVae.evaluate} measures, in evaluation mode, with one draw of noise an image. */
export interface Evaluation {
  /** Images measured. */
  readonly size: number;
  /** The source's loss: mean square over latent + pixels elements. `latentTerm + reconstructionTerm`. */
  readonly loss: number;
  /** The part of z: Σz² / (latent + pixels), a mean over images. */
  readonly latentTerm: number;
  /** The part of f − x: Σ(f − x)² / (latent + pixels), a mean over images. */
  readonly reconstructionTerm: number;
  /** Mean square of f − x by pixel. */
  readonly pixelError: number;
  /** The negative ELBO in nats an image; see {@link negativeElbo}. */
  readonly nats: number;
}

/** Measures a model on images; `GaussianVae.evaluate` calls it. */
export async function evaluate(
  model: GaussianVae,
  images: Images,
  { batchSize = 250, seed = 0 }: EvaluateOptions = {},
): Promise<Evaluation> {
  checkInteger("evaluate", "batchSize", batchSize, 1);
  checkSeed("evaluate", seed);
  const { latent, imageShape } = model.options;
  const pixels = sizeOf(imageShape);
  const set = await imageSet("evaluate", images, imageShape);
  // All at once, so that the batch size changes no image's noise.
  const noise = Float32Array.from(stream(seed, "evaluate").standardNormal(set.size * latent));
  let z2 = 0;
  let error2 = 0;
  for (let start = 0; start < set.size; start += batchSize) {
    const n = Math.min(batchSize, set.size - start);
    const rows = Int32Array.from({ length: n }, (_, i) => start + i);
    const sums = tidy(() => {
      const x = tensor(set.gather(rows), [n, ...imageShape]);
      const epsilon = noise.subarray(start * latent, (start + n) * latent);
      const output = model.forward(x, { noise: tensor2d(epsilon, [n, latent]) });
      return stack([
        sum(square(slice(output, [0, 0], [n, latent]))),
        sum(square(slice(output, [0, latent], [n, pixels]))),
      ]);
    });
    const [z, e] = await sums.data();
    sums.dispose();
    z2 += z!;
    error2 += e!;
  }
  const elements = set.size * (latent + pixels);
  const loss = (z2 + error2) / elements;
  return {
    size: set.size,
    loss,
    latentTerm: z2 / elements,
    reconstructionTerm: error2 / elements,
    pixelError: error2 / (set.size * pixels),
    nats: negativeElbo(loss, latent, pixels),
  };
}
