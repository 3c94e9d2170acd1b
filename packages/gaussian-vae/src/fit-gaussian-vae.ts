import { checkOptions } from "@elbowjs/arguments";
import type { SavedModel } from "@elbowjs/layers";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import { fitOptionNames, sampleBatches, type Training, trainNetwork } from "@elbowjs/training";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import type { EvaluateOptions, Evaluation } from "./evaluate.js";
import type { GaussianFitOptions, GaussianVaeOptions } from "./gaussian-vae-options.js";
import { checkKlWarmup, klWeight } from "./kl-warmup.js";

/** What training needs of a model. */
export interface TrainedModel extends SavedModel {
  readonly options: Required<GaussianVaeOptions>;
  trainingLoss(x: Tensor, seed: number, weight: number): Scalar;
  evaluate(images: SamplesInput, options: EvaluateOptions): Promise<Evaluation>;
}

/** Trains a model in place; `GaussianVae.fit` calls it. */
export async function fitGaussianVae(
  caller: string,
  model: TrainedModel,
  images: SamplesInput,
  options: GaussianFitOptions,
): Promise<Training<Evaluation>> {
  checkOptions(caller, options, [...fitOptionNames, "klWarmup"]);
  const { klWarmup = 0, validation, ...training } = options;
  checkKlWarmup(caller, klWarmup);
  const door = { shape: model.options.imageShape, within: [0, 1], classes: 0 } as const;
  const samples = await toSamples(caller, images, door);
  const measured = validation && (await toSamples(caller, validation, door));
  return trainNetwork(caller, model, sampleBatches(samples, { smallestBatch: 2 }), training, {
    name: "autoencoder",
    optimizer: { type: "sgd" },
    loss: ({ x }, { seed, progress }) => model.trainingLoss(x, seed, klWeight(progress, klWarmup)),
    validate: measured && ((signal) => model.evaluate(measured, { signal })),
    ...(klWarmup > 0 && { objective: { klWarmup }, usesProgress: true }),
  });
}
