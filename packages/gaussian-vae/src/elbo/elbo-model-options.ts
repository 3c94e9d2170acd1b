import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import type { Labels } from "@elbowjs/samples";
import { checkNetwork, faithfulStages, type Stage } from "../stages.js";
import type { LabelOptions } from "./context.js";
import { checkLikelihood, type Likelihood } from "./likelihood.js";

/** Options of every model trained on the ELBO. */
export interface ElboModelOptions {
  /** Elements of z, the latent units next to the image; an integer ≥ 1. Default 10. */
  readonly latent?: number;
  /** Where the initial weights come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** `[height, width, channels]` of the images. Default [28, 28, 1]. */
  readonly imageShape?: readonly [number, number, number];
  /** Probability that dropout zeroes an element in training, in [0, 1). Default 0. */
  readonly dropout?: number;
  /** The encoder's stages before its last linear map; the decoder undoes them. Default: those of the Gaussian autoencoder. */
  readonly stages?: readonly Stage[];
  /** p(x|z). Default Bernoulli. */
  readonly likelihood?: Likelihood;
  /**
   * Classes of a model that is conditional on the label y, an integer ≥ 0: q(z|x, y) and p(x|z, y). The one-hot label joins the
   * image where the stages flatten it, and z before the decoder's first layer. Default 0: no labels.
   */
  readonly classes?: number;
}

/** The names of {@link ElboModelOptions}. */
export const elboModelOptionNames = [
  "latent",
  "seed",
  "imageShape",
  "dropout",
  "stages",
  "likelihood",
  "classes",
] as const;

/** Fills in the defaults and refuses what is out of range, before any work. */
export function completeOptions(caller: string, options: ElboModelOptions): Required<ElboModelOptions> {
  checkOptions(caller, options, elboModelOptionNames);
  const { latent = 10, seed = 0, imageShape = [28, 28, 1], dropout = 0 } = options;
  const { stages = faithfulStages, likelihood = { type: "bernoulli" }, classes = 0 } = options;
  checkNetwork(caller, { latent, seed, imageShape, dropout, stages });
  checkLikelihood(caller, likelihood);
  checkNumbers(caller, { classes: [classes, "integer ≥ 0"] });
  return { latent, seed, imageShape, dropout, stages, likelihood, classes };
}

/** Options of `objective`. */
export interface ObjectiveOptions extends LabelOptions {
  /** β ≥ 0. Default 1. */
  readonly beta?: number;
  /** λ ≥ 0 in nats. Default 0. */
  readonly freeBits?: number;
  /** Uniform numbers for dropout. */
  readonly random?: () => number;
}

/** Options of `sample`. */
export interface ElboSampleOptions {
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** Standard deviation of the prior's draws in units of the prior's own, ≥ 0. Default 1. */
  readonly noise?: number;
  /** For a model with `classes`: the class asked for, or one for each image. */
  readonly label?: number | Labels | undefined;
}
