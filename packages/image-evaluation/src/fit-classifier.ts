import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { fingerprint, type SamplesInput, toSamples } from "@elbowjs/samples";
import {
  type BatchSource,
  chooseOptimizer,
  cosine,
  type OptimizerChoice,
  stream,
  type Training,
  type TrainOptions,
  train,
  trainOptionNames,
} from "@elbowjs/training";
import { type Tensor, type Tensor1D, tensor, tensor1d } from "@tensorflow/tfjs-core";
import type { Classifier } from "./classifier.js";
import { crossEntropy } from "./cross-entropy.js";
import type { ClassifierEvaluation } from "./evaluate-classifier.js";

import { shiftImages } from "./shift-images.js";

/**
 * Options of {@link ImageClassifier.fit}. By default six epochs of Adam, whose rate rises to 0.004 over a twentieth of the run and
 * falls to 0 along half a cosine, with averages of decay 0.99.
 */
export interface ClassifierFitOptions extends TrainOptions<ClassifierEvaluation>, OptimizerChoice {
  /** Pixels, at most, by which training images are moved in each direction; an integer ≥ 0. Default 2. */
  readonly shift?: number;
  /** Labelled images to evaluate on after each epoch. Default: none. */
  readonly validation?: SamplesInput;
}

/** Images and their classes. */
interface LabelledBatch {
  readonly x: Tensor;
  readonly labels: Tensor1D;
}

/** Trains a classifier in place on the cross-entropy of shifted images; its own `fit` calls it. */
export async function fitClassifier(
  classifier: Classifier,
  images: SamplesInput,
  options: ClassifierFitOptions,
): Promise<Training<ClassifierEvaluation>> {
  const caller = "ImageClassifier.fit";
  checkOptions(caller, options, [...trainOptionNames, "learningRate", "optimizer", "shift", "validation"]);
  const { shift = 2, validation, learningRate, optimizer, ...training } = options;
  checkNumbers(caller, { shift: [shift, "integer ≥ 0"] });
  const own = { type: "adam", learningRate: cosine(0.004, 0, { warmup: 0.05 }) } as const;
  const chosen = chooseOptimizer(caller, { learningRate, optimizer }, own);
  const source = await shiftedBatches(caller, classifier, images, shift);
  const { imageShape, classes } = classifier.options;
  const measured =
    validation && (await toSamples(caller, validation, { shape: imageShape, within: [0, 1], classes }));
  const player = {
    name: "classifier",
    optimizer: chosen,
    weights: () => classifier.weights(),
    loss: ({ x, labels }: LabelledBatch) => crossEntropy(classifier.logits(x, { training: true }), labels),
  };
  return train(
    caller,
    {
      model: classifier,
      format: classifier.format,
      options: classifier.options,
      weights: () => classifier.weights(),
      players: [player],
      objective: { shift },
      ...(measured && {
        validate: (signal: AbortSignal | undefined) =>
          classifier.evaluate(measured, signal === undefined ? {} : { signal }),
      }),
    },
    source,
    { epochs: 6, averageDecay: 0.99, ...training },
  );
}

/** Batches of images that are moved a little, each time by other amounts. */
async function shiftedBatches(
  caller: string,
  classifier: Classifier,
  images: SamplesInput,
  shift: number,
): Promise<BatchSource<LabelledBatch>> {
  const { imageShape, classes } = classifier.options;
  const samples = await toSamples(caller, images, { shape: imageShape, within: [0, 1], classes });
  return {
    size: samples.size,
    smallestBatch: 2,
    fingerprint: () => fingerprint(samples),
    take: (rows, { seed }) => {
      const random = stream(seed, "corruption");
      const moved = shiftImages(samples.gather(rows), imageShape, shift, (low, high, count) =>
        random.integers(low, high, count),
      );
      const labels = Int32Array.from(rows, (row) => samples.labels![row]!);
      return { x: tensor(moved, [rows.length, ...imageShape]), labels: tensor1d(labels, "int32") };
    },
  };
}
