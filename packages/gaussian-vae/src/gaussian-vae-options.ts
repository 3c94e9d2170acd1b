import { checkOptions } from "@elbowjs/arguments";
import type { FitOptions } from "@elbowjs/training";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { type CovarianceKind, checkCovariance } from "./covariance.js";
import type { Evaluation } from "./evaluate.js";
import type { KlWarmup } from "./kl-warmup.js";
import { checkNetwork, faithfulStages, type Stage } from "./stages.js";

/** Options of `GaussianVae.create`. */
export interface GaussianVaeOptions {
  /** Elements of z; an integer ≥ 1. Default 10. */
  readonly latent?: number;
  /** Where the initial weights come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** `[height, width, channels]` of the images. Default [28, 28, 1]. */
  readonly imageShape?: readonly [number, number, number];
  /** Probability that dropout zeroes an element in training, in [0, 1). Default 0.1. */
  readonly dropout?: number;
  /** The encoder's stages before its last linear map; the decoder undoes them. Default {@link faithfulStages}. */
  readonly stages?: readonly Stage[];
  /** The decoder's covariance Σ: fixed at I as in the source (default), or learnt. See {@link CovarianceKind}. */
  readonly covariance?: CovarianceKind;
}

/** Options of `GaussianVae.forward`. */
export interface ForwardOptions {
  /** e in z₂ = e·z + (2 − e)·ε: 1 trains, 0 generates. Any finite number. Default 1. */
  readonly encMode?: number;
  /** Batch statistics and dropout; the running statistics move. Default false. */
  readonly training?: boolean;
  /** ε of shape `[n, latent]`. Default: standard normal from `seed`. */
  readonly noise?: Tensor2D;
  /** Where ε and dropout come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/** Options of `GaussianVae.sample`. */
export interface SampleOptions {
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
  /**
   * Standard deviation of z: a number ≥ 0, or `'source'`, the source's formula z₂ = 0·z + 2·ε, that is 2. The prior says 1,
   * but the z = g(x) + ε that the decoder has seen spread wider. Default 'source'.
   */
  readonly noise?: "source" | number;
}

/**
 * Options of `GaussianVae.fit`. The optimiser's default is the source's: SGD at 0.1. With `klWarmup` the losses reported for the
 * steps of the warm-up have its weight too.
 */
export interface GaussianFitOptions extends FitOptions<Evaluation>, KlWarmup {}

/**
 * The options with every default.
 *
 * @throws RangeError or TypeError if one is outside its range or kind, or does not exist.
 */
export function completeOptions(caller: string, options: GaussianVaeOptions): Required<GaussianVaeOptions> {
  checkOptions(caller, options, ["latent", "seed", "imageShape", "dropout", "stages", "covariance"]);
  const { latent = 10, seed = 0, imageShape = [28, 28, 1], dropout = 0.1 } = options;
  const { stages = faithfulStages, covariance = "identity" } = options;
  checkNetwork(caller, { latent, seed, imageShape, dropout, stages });
  checkCovariance(caller, covariance);
  return { latent, seed, imageShape, dropout, stages, covariance };
}
