import { checkChoices, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import type { TrainOptions } from "@elbowjs/training";
import { type AdversarialLoss, adversarialLosses } from "../adversarial-loss.js";
import type { Architecture } from "../architectures.js";
import type { PlayerOptions } from "../player-options.js";

/** `[height, width, channels]`. */
export type ImageShape = readonly [number, number, number];

/** What both kinds of translator take. */
export interface TranslatorNetworks {
  /** `[height, width, channels]` of the images of both domains, values in [0, 1]. Default [28, 28, 1]. */
  readonly imageShape?: ImageShape;
  /**
   * From an image to an image before its sigmoid. `convolutional` sees a patch around each pixel, and is right where the two domains
   * differ in style; `dense` sees all, and can turn an image. Default `convolutional`.
   */
  readonly generator?: Architecture;
  /** From images to features, a linear map to one output behind. Default `convolutional`. */
  readonly discriminator?: Architecture;
  /** The adversary's loss, one without gradient penalty. Default `least-squares`. */
  readonly loss?: Exclude<AdversarialLoss, "wasserstein-gp">;
  /** Where the first weights come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/** Options of both translators' `fit`. */
export interface TranslatorFitOptions extends TrainOptions<never> {
  /** How the generators learn. Default: Adam of rate 0.0005, β₁ 0.5. */
  readonly generator?: PlayerOptions;
  /** How the discriminators learn. Default: as the generators. */
  readonly discriminator?: PlayerOptions;
}

/** The names of {@link TranslatorNetworks}. */
export const networkNames = ["imageShape", "generator", "discriminator", "loss", "seed"] as const;

/** Checks the networks' options and fills in the defaults. */
export function completeNetworks(caller: string, options: TranslatorNetworks): Required<TranslatorNetworks> {
  const { imageShape = [28, 28, 1], generator = "convolutional", discriminator = "convolutional" } = options;
  const { loss = "least-squares", seed = 0 } = options;
  checkNumbers(caller, { seed: [seed, "integer ≥ 0"] });
  checkChoices(caller, { loss: [loss, adversarialLosses.filter((name) => name !== "wasserstein-gp")] });
  for (const [name, architecture] of Object.entries({ generator, discriminator }))
    if (typeof architecture === "string")
      checkChoices(caller, { [name]: [architecture, ["dense", "convolutional"]] });
  if (!(Array.isArray(imageShape) && imageShape.length === 3))
    throw refusal(
      new RangeError(`${caller}: expected imageShape [height, width, channels], got ${typeof imageShape}`),
    );
  for (const extent of imageShape)
    checkNumbers(caller, { "every side of imageShape": [extent, "integer in [1, 4096]"] });
  return { imageShape, generator, discriminator, loss, seed };
}

/** Refuses the options of a `fit` that do not exist, and splits off those of the training. */
export function splitFitOptions(
  caller: string,
  options: TranslatorFitOptions,
  trainNames: readonly string[],
): {
  players: Required<Pick<TranslatorFitOptions, "generator" | "discriminator">>;
  training: TrainOptions<never>;
} {
  checkOptions(caller, options, [...trainNames, "generator", "discriminator"]);
  const { generator = {}, discriminator = generator, ...training } = options;
  return { players: { generator, discriminator }, training };
}
