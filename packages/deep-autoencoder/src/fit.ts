import { checkChoices, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import type { Sequential, Weight } from "@elbowjs/layers";
import { fingerprint, type Samples, type SamplesInput, toSamples } from "@elbowjs/samples";
import {
  type BatchSource,
  chooseOptimizer,
  type OptimizerChoice,
  oneTraining,
  stream,
  type Training,
  type TrainOptions,
  train,
  trainOptionNames,
} from "@elbowjs/training";
import { abs, add, mean, mul, type Scalar, sum, type Tensor, tensor2d } from "@tensorflow/tfjs-core";
import { checkCorruption } from "./corruption/check-corruption.js";
import type { Corruption } from "./corruption/corruption.js";
import type { CompleteDeepAutoencoderOptions } from "./deep-autoencoder-options.js";
import type { EvaluateOptions, Evaluation } from "./evaluate.js";
import { pretrain } from "./pretraining/pretrain.js";
import { completePretrain, type PretrainOptions } from "./pretraining/pretrain-options.js";
import { unroll } from "./pretraining/unroll.js";
import { type LossName, reconstructionLoss } from "./reconstruction-loss.js";

/** What validation tells after each epoch. */
export interface Validation extends Evaluation {
  /** The squared error per image, which early stopping looks at. */
  readonly loss: number;
}

/** Options of `DeepAutoencoder.fit`. The optimiser's default is Adam at 0.001. */
export interface FitOptions extends TrainOptions<Validation>, OptimizerChoice {
  /** What is minimized: Σ (y − x)² over pixels, or the cross-entropy, which asks for the output `sigmoid`. Default `squared`. */
  readonly loss?: LossName;
  /** What the encoder is shown instead of the images, anew in each epoch: a denoising autoencoder. Default: the images. */
  readonly corrupt?: Corruption;
  /** λ ≥ 0 of λ·Σ|z| over the code, a mean over images, in the loss: a sparse code. Default 0. */
  readonly sparsity?: number;
  /** Start from a stack of restricted Boltzmann machines; asks for `batchNorm: false`. Default: from the weights there are. */
  readonly pretrain?: PretrainOptions;
  /** Images to evaluate on after each epoch, with the same corruption. Default: none. */
  readonly validation?: SamplesInput;
}

/** Images, and what the encoder is shown. */
interface CorruptedBatch {
  readonly x: Tensor;
  readonly input: Tensor;
}

/** What training needs of an autoencoder. */
export interface FittedModel {
  readonly format: string;
  readonly options: CompleteDeepAutoencoderOptions;
  readonly encoder: Sequential;
  readonly decoder: Sequential;
  weights(): Map<string, Weight>;
  evaluate(images: SamplesInput, options: EvaluateOptions): Promise<Evaluation>;
}

/** Trains an autoencoder in place; its own `fit` calls it. */
export async function fit(
  model: FittedModel,
  images: SamplesInput,
  options: FitOptions,
): Promise<Training<Validation>> {
  const caller = "DeepAutoencoder.fit";
  const own = ["loss", "corrupt", "sparsity", "pretrain", "validation", "learningRate", "optimizer"];
  checkOptions(caller, options, [...trainOptionNames, ...own]);
  const { loss = "squared", corrupt, sparsity = 0, pretrain: asked, validation, ...rest } = options;
  const { learningRate, optimizer, ...training } = rest;
  const { widths, output, batchNorm, seed: ownSeed } = model.options;
  checkObjective(caller, { loss, corrupt, sparsity, output });
  const layerwise = asked && completePretrain(caller, asked);
  if (layerwise) checkPlain(caller, batchNorm);
  const chosen = chooseOptimizer(caller, { learningRate, optimizer }, { type: "adam" });
  const door = { features: widths[0]!, within: [0, 1], classes: 0 } as const;
  const samples = await toSamples(caller, images, door);
  const measured = validation && (await toSamples(caller, validation, door));
  const seed = training.seed ?? ownSeed;
  if (layerwise && training.resume === undefined) {
    checkNumbers(caller, { seed: [seed, "integer ≥ 0"] });
    await oneTraining(caller, model, async () => {
      const run = { widths, seed, signal: training.signal };
      const machines = await pretrain(samples, layerwise, run);
      unroll(machines, model.weights());
      for (const machine of machines) machine.dispose();
    });
  }
  const player = {
    name: "autoencoder",
    optimizer: chosen,
    weights: () => model.weights(),
    loss: (batch: CorruptedBatch, { seed: step }: { readonly seed: number }) =>
      trainingLoss(model, batch, { loss, sparsity, seed: step }),
  };
  const { onEpoch: _, ...pretrained } = layerwise ?? {};
  return train(
    caller,
    {
      model,
      format: model.format,
      options: model.options,
      weights: () => model.weights(),
      players: [player],
      objective: {
        loss,
        sparsity,
        ...(corrupt && { corrupt: [corrupt.name, corrupt.level] }),
        ...(layerwise && { pretrain: pretrained }),
      },
      ...(measured && {
        validate: (signal?: AbortSignal) => validate(model, measured, { corrupt, seed, signal }),
      }),
    },
    corruptedBatches(samples, corrupt, batchNorm ? 2 : 1),
    training,
  );
}

/** Refuses layers that a stack of Boltzmann machines does not have. */
function checkPlain(caller: string, batchNorm: boolean): void {
  if (!batchNorm) return;
  throw refusal(
    new TypeError(`${caller}: expected batchNorm: false with pretrain, got a model with batch normalisation`),
  );
}

function checkObjective(
  caller: string,
  {
    loss,
    corrupt,
    sparsity,
    output,
  }: { loss: LossName; corrupt: Corruption | undefined; sparsity: number; output: "sigmoid" | "linear" },
): void {
  checkChoices(caller, { loss: [loss, ["squared", "cross-entropy"]] });
  checkNumbers(caller, { sparsity: [sparsity, "≥ 0"] });
  checkCorruption(caller, corrupt);
  if (loss === "cross-entropy" && output === "linear")
    throw refusal(
      new TypeError(
        `${caller}: expected a model with output 'sigmoid' for the loss 'cross-entropy', got 'linear'`,
      ),
    );
}

async function validate(
  model: FittedModel,
  images: Samples,
  {
    corrupt,
    seed,
    signal,
  }: { corrupt: Corruption | undefined; seed: number; signal: AbortSignal | undefined },
): Promise<Validation> {
  const evaluation = await model.evaluate(images, {
    seed,
    ...(corrupt && { corrupt }),
    ...(signal && { signal }),
  });
  return { loss: evaluation.squaredError, ...evaluation };
}

/** Batches of images, and of what the encoder is shown instead of them. */
function corruptedBatches(
  samples: Samples,
  corrupt: Corruption | undefined,
  smallestBatch: number,
): BatchSource<CorruptedBatch> {
  return {
    size: samples.size,
    smallestBatch,
    fingerprint: () => fingerprint(samples),
    take: (rows, { seed }) => {
      const values = samples.gather(rows);
      const shape: [number, number] = [rows.length, samples.features];
      const x = tensor2d(values, shape);
      if (!corrupt) return { x, input: x };
      const draw = Number(stream(seed, "corruption").integers(0, 2 ** 32));
      return { x, input: tensor2d(corrupt.apply(values, draw), shape) };
    },
  };
}

/** The loss of a batch in training mode. */
function trainingLoss(
  model: FittedModel,
  { x, input }: CorruptedBatch,
  { loss, sparsity, seed }: { readonly loss: LossName; readonly sparsity: number; readonly seed: number },
): Scalar {
  const random = stream(seed, "forward");
  const pass = { training: true, random: () => random.random() };
  const z = model.encoder.apply(input, pass);
  const error = reconstructionLoss(loss, model.options.output, model.decoder.apply(z, pass), x);
  return sparsity === 0 ? error : (add(error, mul(mean(sum(abs(z), 1)), sparsity)) as Scalar);
}
