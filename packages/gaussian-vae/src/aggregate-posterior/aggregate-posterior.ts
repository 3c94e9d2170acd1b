import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import type { Shape } from "@elbowjs/layers";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import { stream } from "@elbowjs/training";
import {
  add,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { type DiagonalGaussian, draw as drawPosterior } from "../elbo/diagonal-gaussian.js";
import { type FitMixtureOptions, fitMixture, fitMixtureOptionNames } from "./fit-mixture.js";
import { checkMixture, drawMixture, type GaussianMixture } from "./gaussian-mixture.js";

/** A model with a posterior of z: `GaussianVae`, whose q(z|x) is N(g(x), I), or `StandardVae`. */
export interface LatentModel {
  readonly options: { readonly latent: number; readonly imageShape: Shape };
  encode(x: Tensor): Tensor2D | DiagonalGaussian;
  decode(z: Tensor): Tensor4D;
}

/** Options of {@link aggregatePosterior}. */
export interface AggregatePosteriorOptions extends FitMixtureOptions {
  /**
   * Standard deviation of the draws z ~ q(z|x) in units of its own, ≥ 0. Default 1, the aggregate posterior. At 0 the mixture is fitted
   * to the means of q(z|x): samples are nearer to the images' reconstructions, with less variety.
   */
  readonly noise?: number;
  /** Images at a time; an integer ≥ 1. Default 250. */
  readonly batchSize?: number;
}

/** A model and the mixture that takes the prior's place. */
export interface AggregatePosterior {
  readonly model: LatentModel;
  readonly mixture: GaussianMixture;
  /** z from the mixture, shape `[n, latent]`; the caller disposes of it. */
  draw(n: number, options?: { readonly seed?: number }): Tensor2D;
  /** f(z) of such z: n images in (0, 1), shape `[n, height, width, channels]`; the caller disposes of it. */
  sample(n: number, options?: { readonly seed?: number }): Tensor4D;
}

/**
 * The aggregate posterior q(z) = mean over images of q(z|x), as a mixture of Gaussians fitted to one draw z ~ q(z|x) of each image.
 *
 * These are the z that the decoder was trained on. The ELBO pulls each q(z|x) to the prior but asks nothing of their mean, which
 * keeps the gaps between the digits; a prior draw may fall into one, and becomes no digit. The model is as it was: to sample from q(z)
 * is to put a better prior in the place of N(0, I), after training, and can only raise E ln p(z) in the ELBO.
 *
 * @param model a model without labels, in use for as long as samples are drawn.
 * @param images what it was trained on, or a part, of many more images than components.
 * @throws RangeError if the images are of another shape, or an option is outside its range.
 * @see P. Ghosh et al., From Variational to Deterministic Autoencoders, 2020, section 4, "ex-post density estimation".
 * @example
 * const posterior = await aggregatePosterior(vae, train.take(20_000), { components: 50 });
 * const digits = posterior.sample(20, { seed: 1 });
 */
export async function aggregatePosterior(
  model: LatentModel,
  images: SamplesInput,
  options: AggregatePosteriorOptions = {},
): Promise<AggregatePosterior> {
  const caller = "aggregatePosterior";
  checkOptions(caller, options, ["noise", "batchSize", "seed", ...fitMixtureOptionNames]);
  checkModel(caller, model);
  const { noise = 1, batchSize = 250, seed = 0, ...fitting } = options;
  checkNumbers(caller, {
    batchSize: [batchSize, "integer ≥ 1"],
    seed: [seed, "integer ≥ 0"],
    noise: [noise, "≥ 0"],
  });
  const { latent, imageShape } = model.options;
  const samples = await toSamples(caller, images, { shape: imageShape, within: [0, 1] });
  const { size } = samples;
  const breathe = breather({ signal: fitting.signal });
  // All at once, so that the batch size changes no image's draw.
  const draws = Float32Array.from(stream(seed, "posterior").normal(0, noise, size * latent));
  const points = new Float32Array(size * latent);
  for (let start = 0; start < size; start += batchSize) {
    const n = Math.min(batchSize, size - start);
    const z = tidy(() => {
      const x = tensor(samples.slice(start, start + n), [n, ...imageShape]);
      const epsilon = tensor2d(draws.subarray(start * latent, (start + n) * latent), [n, latent]);
      const q = model.encode(x);
      return "logVar" in q ? drawPosterior(q, epsilon) : add(q, epsilon);
    });
    points.set(await z.data(), start * latent);
    z.dispose();
    await breathe();
  }
  return mixtureSampler(model, await fitMixture(points, latent, { seed, ...fitting }));
}

/** Refuses what is no model of a z. */
function checkModel(caller: string, model: LatentModel): void {
  checkKinds(caller, {
    model: [
      model,
      { options: { latent: "number", imageShape: ["number"] }, encode: "function", decode: "function" },
    ],
  });
}

/**
 * The sampler of a mixture that was fitted before.
 *
 * @throws RangeError if the mixture is of other dimensions than the model's z.
 */
export function mixtureSampler(model: LatentModel, mixture: GaussianMixture): AggregatePosterior {
  checkModel("mixtureSampler", model);
  checkMixture("mixtureSampler", mixture);
  const { latent } = model.options;
  if (mixture[0]?.mean.length !== latent)
    throw new RangeError(
      `mixtureSampler: expected a mixture in ${latent} dimensions, got ${mixture[0]?.mean.length}`,
    );
  const draw: AggregatePosterior["draw"] = (n, options = {}) => {
    checkOptions("AggregatePosterior.draw", options, ["seed"]);
    const { seed = 0 } = options;
    const most = Math.floor(2 ** 28 / latent);
    checkNumbers("AggregatePosterior.draw", {
      n: [n, `integer in [1, ${most}]`],
      seed: [seed, "integer ≥ 0"],
    });
    const random = stream(seed, "sample");
    return tensor2d(drawMixture(mixture, n, random), [n, latent]);
  };
  return { model, mixture, draw, sample: (n, options) => tidy(() => model.decode(draw(n, options))) };
}
