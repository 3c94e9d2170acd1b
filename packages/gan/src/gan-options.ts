import { checkChoices, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { type Shape, sizeOf } from "@elbowjs/layers";
import type { SamplesInput } from "@elbowjs/samples";
import type { TrainOptions } from "@elbowjs/training";
import { type AdversarialLoss, adversarialLosses } from "./adversarial-loss.js";
import type { Architecture } from "./architectures.js";
import type { HealthOptions } from "./health/health-options.js";
import type { PlayerOptions } from "./player-options.js";
import { type Prior, priors } from "./prior.js";

/** Options of `Gan.create`. */
export interface GanOptions {
  /** Elements of z, an integer ≥ 1. Default 64. */
  readonly latent?: number;
  /** `[height, width, channels]` of images, whose values are in [0, 1], or `[features]` of points anywhere. Default [28, 28, 1]. */
  readonly imageShape?: Shape;
  /** From z, and a label behind it, to the image before its sigmoid; for points there is no sigmoid. Default `dense`. */
  readonly generator?: Architecture;
  /** From the image to features; a linear map to one output, or to one per class, comes behind. Default: as the generator if named. */
  readonly discriminator?: Architecture;
  /** Classes of a conditional GAN, an integer ≥ 0. Default 0: the labels are not looked at. */
  readonly classes?: number;
  /** What the players minimise. Default `non-saturating`. */
  readonly loss?: AdversarialLoss;
  /** How z is distributed. Default `gaussian`. */
  readonly prior?: Prior;
  /** Images that the discriminator judges together, so that it sees when they are alike; an integer ≥ 1. Default 1. */
  readonly packing?: number;
  /** Where the first weights come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/** {@link GanOptions} with its defaults. */
export type CompleteGanOptions = Required<GanOptions>;

/** Options of `Gan.fit`. */
export interface GanFitOptions extends TrainOptions<never>, HealthOptions {
  /** How the generator learns. */
  readonly generator?: PlayerOptions;
  /** How the discriminator learns. */
  readonly discriminator?: PlayerOptions;
  /** s in [0, 1): real images have the target 1 − s. Default 0; refused with `hinge` and `wasserstein-gp`, which have no target. */
  readonly labelSmoothing?: number;
  /** Images judged together. Default: the model's; with another number the discriminator begins anew. */
  readonly packing?: number;
  /**
   * λ ≥ 0. For `wasserstein-gp` the weight of E(‖∇D(x̂)‖ − 1)², default 10; for the others that of ½E‖∇D(x)‖² on real images
   * (R₁), default 0.
   */
  readonly gradientPenalty?: number;
  /** Held-out images of the same kind: what health is measured on. Default: the training images themselves. */
  readonly validation?: SamplesInput;
}

/** The names of {@link GanOptions}. */
const names = [
  "latent",
  "imageShape",
  "generator",
  "discriminator",
  "classes",
  "loss",
  "prior",
  "packing",
  "seed",
] as const;

/** Checks options and fills in the defaults; the networks themselves are checked as they are built. */
export function completeOptions(caller: string, options: GanOptions): CompleteGanOptions {
  checkOptions(caller, options, names);
  const { latent = 64, imageShape = [28, 28, 1], generator = "dense", classes = 0, packing = 1 } = options;
  const { loss = "non-saturating", prior = "gaussian", seed = 0 } = options;
  const { discriminator = typeof generator === "string" ? generator : "dense" } = options;
  checkNumbers(caller, {
    latent: [latent, "integer in [1, 65536]"],
    classes: [classes, "integer in [0, 65536]"],
    packing: [packing, "integer in [1, 64]"],
    seed: [seed, "integer ≥ 0"],
  });
  checkChoices(caller, { loss: [loss, adversarialLosses], prior: [prior, priors] });
  for (const [name, architecture] of Object.entries({ generator, discriminator }))
    if (typeof architecture === "string")
      checkChoices(caller, { [name]: [architecture, ["dense", "convolutional"]] });
  checkImageShape(caller, imageShape);
  if (packing > 1 && classes > 0)
    throw refusal(
      new RangeError(
        `${caller}: expected packing 1 with classes, whose images have labels of their own, got ${packing}`,
      ),
    );
  return { latent, imageShape, generator, discriminator, classes, loss, prior, packing, seed };
}

/** More numbers than an image has: a bound for options that come out of a file. */
const mostNumbers = 2 ** 22;

function checkImageShape(caller: string, shape: Shape): void {
  if (!(Array.isArray(shape) && (shape.length === 1 || shape.length === 3)))
    throw refusal(
      new RangeError(
        `${caller}: expected imageShape [height, width, channels], or [features] for points, got ${Array.isArray(shape) ? `[${shape.join(", ")}]` : typeof shape}`,
      ),
    );
  for (const extent of shape) checkNumbers(caller, { "every side of imageShape": [extent, "integer ≥ 1"] });
  checkNumbers(caller, { "numbers of imageShape": [sizeOf(shape), `integer in [1, ${mostNumbers}]`] });
}
