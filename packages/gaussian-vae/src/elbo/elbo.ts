import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { evaluation, type Pass, type Shape, sizeOf } from "@elbowjs/layers";
import { type Labels, type SamplesInput, toSamples } from "@elbowjs/samples";
import { stream } from "@elbowjs/training";
import {
  concat,
  reshape,
  sigmoid,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { type LatentActivity, LatentSums } from "../latent-activity.js";
import { contextOf } from "./context.js";

/** The latent units of one level at a batch of images. */
export interface ElboLevel {
  /** KL term by unit, `[n, d]`: in closed form where there is one, else of this draw. */
  readonly kl: Tensor2D;
  /** ln q − ln p of the draw by unit, `[n, d]`; `kl` is its mean over draws. */
  logRatio(): Tensor2D;
  /** The posterior's mean, `[n, d]`, given the means of the level below. */
  mean(): Tensor2D;
}

/** The terms of −ELBO for each image of a batch, at one draw of z. */
export interface ElboTerms {
  /** The decoder's logits, `[n, pixels]`. */
  readonly logits: Tensor2D;
  /** −ln p(x|z) in nats, `[n]`. */
  readonly reconstruction: Tensor1D;
  /** From the level next to the image upwards. */
  readonly levels: readonly ElboLevel[];
}

/** What measuring needs of a model. */
export interface ElboSource {
  readonly options: { readonly imageShape: Shape; readonly classes: number };
  /** Latent units of each level. */
  readonly levelSizes: readonly number[];
  /**
   * The terms of −ELBO.
   *
   * @param x images, `[n, pixels]`, or one for all the noise.
   * @param noise ε of every level side by side, `[n, Σ levelSizes]`.
   */
  terms(x: Tensor, noise: Tensor2D, pass: Pass): ElboTerms;
}

/** What `evaluate` measures of one level: the KL term in nats, a mean over images, and the units in use. */
export interface LevelEvaluation extends LatentActivity {
  readonly kl: number;
}

/** Options of `evaluate`. */
export interface ElboOptions {
  /** The class of each image. Default: those of the data; needed by a model with `classes`, refused by one without. */
  readonly labels?: Labels | undefined;
  /** Images at a time; an integer ≥ 1. Changes the results by rounding only. Default 250. */
  readonly batchSize?: number;
  /** Where the draws of z come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** Stops measuring. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** What is measured of every model trained on the ELBO, in evaluation mode, with one draw of z per image. */
export interface ElboMeasurement {
  /** Images measured. */
  readonly size: number;
  /** −ELBO in nats per image, β = 1 and no free bits: `reconstruction + kl`. */
  readonly loss: number;
  /** Mean −ln p(x|z) in nats. */
  readonly reconstruction: number;
  /** Mean KL(q ‖ prior) in nats, over all levels. */
  readonly kl: number;
  /** Mean square of f − x by pixel, f the mean image of p(x|z). */
  readonly pixelError: number;
}

/** Measures a model on images; the models' own `evaluate` call it. */
export async function measureElbo(
  caller: string,
  model: ElboSource,
  images: SamplesInput,
  options: ElboOptions,
): Promise<{ total: ElboMeasurement; levels: LevelEvaluation[] }> {
  checkOptions(caller, options, ["labels", "batchSize", "seed", "signal"]);
  const { batchSize = 250, seed = 0, labels: given, signal } = options;
  checkNumbers(caller, { batchSize: [batchSize, "integer ≥ 1"], seed: [seed, "integer ≥ 0"] });
  const { imageShape, classes } = model.options;
  const pixels = sizeOf(imageShape);
  const width = noiseSize(model);
  const set = await toSamples(caller, images, { shape: imageShape, within: [0, 1], labels: given, classes });
  const breathe = breather({ signal });
  // All at once, so that the batch size changes no image's noise.
  const noise = Float32Array.from(stream(seed, "evaluate").standardNormal(set.size * width));
  let reconstruction = 0;
  let pixelError = 0;
  const sums = model.levelSizes.map((size) => new LatentSums(size));
  for (let start = 0; start < set.size; start += batchSize) {
    const n = Math.min(batchSize, set.size - start);
    const measured = tidy(() => {
      const x = tensor(set.slice(start, start + n), [n, pixels]);
      const epsilon = tensor2d(noise.subarray(start * width, (start + n) * width), [n, width]);
      const pass = {
        ...evaluation,
        context: contextOf(set.labels && Array.prototype.slice.call(set.labels, start, start + n), classes),
      };
      return sumsOf(x, model.terms(x, epsilon, pass));
    });
    const values = await measured.data();
    measured.dispose();
    reconstruction += values[0]!;
    pixelError += values[1]!;
    let at = 2;
    for (const [i, size] of model.levelSizes.entries())
      sums[i]!.add(values.subarray(at, (at += 3 * size)), n);
    await breathe();
  }
  const levels = sums.map((level): LevelEvaluation => {
    const activity = level.activity();
    return { kl: activity.klByUnit.reduce((total, value) => total + value, 0), ...activity };
  });
  const kl = levels.reduce((total, level) => total + level.kl, 0);
  const total = {
    size: set.size,
    loss: reconstruction / set.size + kl,
    reconstruction: reconstruction / set.size,
    kl,
    pixelError: pixelError / (set.size * pixels),
  };
  return { total, levels };
}

/** Of a batch: Σ −ln p(x|z), Σ(x̂ − x)², and of each level by unit the sums of KL, μ and μ². */
function sumsOf(x: Tensor, { logits, reconstruction, levels }: ElboTerms): Tensor1D {
  return concat([
    reshape(sum(reconstruction), [1]),
    reshape(sum(square(sub(sigmoid(logits), x))), [1]),
    ...levels.flatMap((level) => {
      const mean = level.mean();
      return [sum(level.kl, 0), sum(mean, 0), sum(square(mean), 0)];
    }),
  ] as Tensor1D[]);
}

/** Elements of noise per image. */
export function noiseSize({ levelSizes }: Pick<ElboSource, "levelSizes">): number {
  return levelSizes.reduce((total, size) => total + size, 0);
}
