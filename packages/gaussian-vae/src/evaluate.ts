import {
  add,
  concat,
  mul,
  reshape,
  type Scalar,
  square,
  stack,
  sub,
  sum,
  type Tensor1D,
  tensor,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { logDeterminantTerm } from "./covariance.js";
import type { GaussianVae } from "./gaussian-vae.js";
import { type Images, imageSet } from "./images.js";
import { collapseWarning, type LatentActivity, LatentSums } from "./latent-activity.js";
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
export interface Evaluation extends LatentActivity {
  /** Images measured. */
  readonly size: number;
  /** Mean over latent + pixels elements, the source's loss: the sum of the three terms. */
  readonly loss: number;
  /** The part of z: Σz² / (latent + pixels), a mean over images. */
  readonly latentTerm: number;
  /** The part of f − x: Σ(M(f − x))² / (latent + pixels), a mean over images; M = I but for a learnt covariance. */
  readonly reconstructionTerm: number;
  /** −2·ln det M / (latent + pixels); 0 for the source's covariance. */
  readonly determinantTerm: number;
  /** Mean square of f − x by pixel. */
  readonly pixelError: number;
  /** The negative ELBO in nats an image; see {@link negativeElbo}. */
  readonly nats: number;
  /** In words, if the encoder has collapsed: which units do not depend on the image, why, and what helps. */
  readonly warning?: string;
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
  const units = new LatentSums(latent);
  const total = { z: 0, whitened: 0, residual: 0 };
  for (let start = 0; start < set.size; start += batchSize) {
    const n = Math.min(batchSize, set.size - start);
    const rows = Int32Array.from({ length: n }, (_, i) => start + i);
    const sums = tidy(() => {
      const x = tensor(set.gather(rows), [n, ...imageShape]);
      const epsilon = tensor2d(noise.subarray(start * latent, (start + n) * latent), [n, latent]);
      const z = model.encode(x);
      const residual = reshape(sub(model.decode(add(z, epsilon)), x), [n, pixels]);
      // KL(N(g, I) ‖ N(0, I)) is ½g² by unit.
      const byUnit = [mul(square(z), 0.5), z, square(z)].map((value) => sum(value, 0) as Tensor1D);
      const squares = [z, model.covariance.whiten(residual), residual].map((part) => sum(square(part)));
      return concat([stack(squares) as Tensor1D, ...byUnit]);
    });
    const values = await sums.data();
    sums.dispose();
    const [z, whitened, residual] = values;
    units.add(values.subarray(3), n);
    total.z += z!;
    total.whitened += whitened!;
    total.residual += residual!;
  }
  const elements = set.size * (latent + pixels);
  const latentTerm = total.z / elements;
  const reconstructionTerm = total.whitened / elements;
  const determinantTerm = await read(() => logDeterminantTerm(model.covariance, latent + pixels));
  const loss = latentTerm + reconstructionTerm + determinantTerm;
  const activity = units.activity();
  const warning = collapseWarning(
    activity,
    set.size,
    "q(z|x)",
    "Try fewer units, a lower learning rate, or a learnt covariance, which weighs the pixels more",
  );
  return {
    size: set.size,
    loss,
    latentTerm,
    reconstructionTerm,
    determinantTerm,
    pixelError: total.residual / (set.size * pixels),
    nats: negativeElbo(loss, latent, pixels),
    ...activity,
    ...(warning && { warning }),
  };
}

async function read(make: () => Scalar): Promise<number> {
  const value = tidy(make);
  const [number] = await value.data();
  value.dispose();
  return number! + 0; // −0 is 0
}
