import type { Pass, Weight } from "@elbowjs/layers";
import { type Player, type StepContext, stream } from "@elbowjs/training";
import { add, mul, type Scalar, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { discriminatorLoss, generatorLoss } from "./adversarial-loss.js";
import type { GanModel } from "./gan-model.js";
import { gradientPenalty, mixImages, realPenalty } from "./gradient-penalty.js";
import { drawLatent } from "./prior.js";

/** Images of one batch, and their labels if the model is conditional. */
export interface GanBatch {
  /** Shape `[n, ...imageShape]`, n a multiple of the packing. */
  readonly x: Tensor;
  readonly labels: readonly number[] | undefined;
}

/** What the losses are made of besides the model's options. */
export interface Objective {
  readonly labelSmoothing: number;
  readonly gradientPenalty: number;
}

/** The streams of one step: of z and of what else is drawn. */
function drawing(seed: number) {
  const random = stream(seed, "forward");
  const pass: Pass = { training: true, random: () => random.random() };
  return { random, pass };
}

/** The discriminator as a player of the training. */
export function discriminatorOf(
  gan: GanModel,
  objective: Objective,
): Pick<Player<GanBatch>, "weights" | "loss"> {
  const { loss, latent, prior } = gan.options;
  return {
    weights: () => part(gan, "discriminator."),
    loss: ({ x, labels }: GanBatch, { seed }: StepContext) =>
      tidy(() => {
        const { random, pass } = drawing(seed);
        const n = x.shape[0]!;
        const made = gan.generate(drawLatent(prior, n, latent, random), labels, pass);
        // Real and made images apart: a batch of both would let normalisation tell them by their means.
        const [real, fake] = [gan.score(x, labels, pass), gan.score(made, labels, pass)];
        const value = discriminatorLoss(loss, real, fake, objective.labelSmoothing);
        if (objective.gradientPenalty === 0) return value;
        return add(
          value,
          mul(penalty(gan, x, made, labels, random.uniform(0, 1, n), pass), objective.gradientPenalty),
        );
      }) as Scalar,
  };
}

/** The loss's own penalty, with weight 1. */
function penalty(
  gan: GanModel,
  x: Tensor,
  made: Tensor,
  labels: readonly number[] | undefined,
  shares: ArrayLike<number>,
  pass: Pass,
): Scalar {
  const critic = (images: Tensor) => gan.score(images, labels, pass);
  if (gan.options.loss !== "wasserstein-gp") return realPenalty(critic, x);
  return gradientPenalty(critic, mixImages(x, made, shares));
}

/** The generator as a player of the training. */
export function generatorOf(gan: GanModel): Pick<Player<GanBatch>, "weights" | "loss"> {
  return {
    weights: () => part(gan, "generator."),
    loss: (batch: GanBatch, { seed }: StepContext) => generatorStepLoss(gan, batch, seed),
  };
}

/** The generator's loss on as many images as the batch has, of the batch's classes. */
export function generatorStepLoss(gan: GanModel, { x, labels }: GanBatch, seed: number): Scalar {
  const { loss, latent, prior } = gan.options;
  return tidy(() => {
    const { random, pass } = drawing(seed);
    const made = gan.generate(drawLatent(prior, x.shape[0]!, latent, random), labels, pass);
    return generatorLoss(loss, gan.score(made, labels, pass));
  });
}

/** The weights of one of the networks. */
function part(gan: GanModel, prefix: string): Map<string, Weight> {
  return new Map([...gan.weights()].filter(([name]) => name.startsWith(prefix)));
}
