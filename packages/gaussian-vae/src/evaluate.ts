import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { type Shape, sizeOf } from "@elbowjs/layers";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import { stream } from "@elbowjs/training";
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
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { type Covariance, logDeterminantTerm } from "./covariance.js";
import { collapseWarning, type LatentActivity, LatentSums } from "./latent-activity.js";
import { negativeElbo } from "./loss.js";

/** Options of {@link GaussianVae.evaluate}. */
export interface EvaluateOptions {
  /** Images at a time; an integer ≥ 1. Changes the results by rounding only. Default 250. */
  readonly batchSize?: number;
  /** Where the noise between encoder and decoder comes from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** Stops measuring. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** What measuring needs of a model. */
export interface MeasuredModel {
  readonly options: { readonly latent: number; readonly imageShape: Shape };
  readonly covariance: Covariance;
  encode(x: Tensor): Tensor2D;
  decode(z: Tensor): Tensor;
}

/** What {@link GaussianVae.evaluate} measures, in evaluation mode, with one draw of noise per image. */
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
  /** The negative ELBO in nats per image; see {@link negativeElbo}. */
  readonly nats: number;
  /** In words, if the encoder has collapsed: which units do not depend on the image, why, and what helps. */
  readonly warning?: string;
}

/** Measures a model on images; `GaussianVae.evaluate` calls it. */
export async function evaluate(
  model: MeasuredModel,
  images: SamplesInput,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const caller = "GaussianVae.evaluate";
  checkOptions(caller, options, ["batchSize", "seed", "signal"]);
  const { batchSize = 250, seed = 0, signal } = options;
  checkNumbers(caller, { batchSize: [batchSize, "integer ≥ 1"], seed: [seed, "integer ≥ 0"] });
  const { latent, imageShape } = model.options;
  const pixels = sizeOf(imageShape);
  const set = await toSamples(caller, images, { shape: imageShape, within: [0, 1] });
  const breathe = breather({ signal });
  // All at once, so that the batch size changes no image's noise.
  const noise = Float32Array.from(stream(seed, "evaluate").standardNormal(set.size * latent));
  const units = new LatentSums(latent);
  const total = { z: 0, whitened: 0, residual: 0 };
  for (let start = 0; start < set.size; start += batchSize) {
    const n = Math.min(batchSize, set.size - start);
    const sums = tidy(() =>
      sumsOf(
        model,
        tensor(set.slice(start, start + n), [n, ...imageShape]),
        tensor2d(noise.subarray(start * latent, (start + n) * latent), [n, latent]),
      ),
    );
    const values = await sums.data();
    sums.dispose();
    const [z, whitened, residual] = values;
    units.add(values.subarray(3), n);
    total.z += z!;
    total.whitened += whitened!;
    total.residual += residual!;
    await breathe();
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

/** Σz², Σ(M(f − x))² and Σ(f − x)² of a batch, and by unit the sums of its KL, of z and of z². */
function sumsOf(model: MeasuredModel, x: Tensor, noise: Tensor2D): Tensor1D {
  const z = model.encode(x);
  const residual = reshape(sub(model.decode(add(z, noise)), x), [z.shape[0], -1]);
  // KL(N(g, I) ‖ N(0, I)) is ½g² by unit.
  const byUnit = [mul(square(z), 0.5), z, square(z)].map((value) => sum(value, 0) as Tensor1D);
  const squares = [z, model.covariance.whiten(residual), residual].map((part) => sum(square(part)));
  return concat([stack(squares) as Tensor1D, ...byUnit]);
}

async function read(make: () => Scalar): Promise<number> {
  const value = tidy(make);
  const [number] = await value.data();
  value.dispose();
  return number! + 0; // −0 is 0
}
