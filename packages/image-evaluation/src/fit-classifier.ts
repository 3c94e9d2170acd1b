import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type Samples, type SamplesInput, toSamples } from "@elbowjs/samples";
import {
  type BatchSource,
  cosine,
  type FitOptions,
  fitOptionNames,
  sampleBatches,
  stream,
  type Training,
  trainNetwork,
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
export interface ClassifierFitOptions extends FitOptions<ClassifierEvaluation> {
  /** Pixels, at most, by which training images are moved in each direction; an integer ≥ 0. Default 2. */
  readonly shift?: number;
}

/** Trains a classifier in place on the cross-entropy of shifted images; its own `fit` calls it. */
export async function fitClassifier(
  classifier: Classifier,
  images: SamplesInput,
  options: ClassifierFitOptions,
): Promise<Training<ClassifierEvaluation>> {
  const caller = "ImageClassifier.fit";
  checkOptions(caller, options, [...fitOptionNames, "shift"]);
  const { shift = 2, validation, ...training } = options;
  checkNumbers(caller, { shift: [shift, "integer ≥ 0"] });
  const { imageShape, classes } = classifier.options;
  const door = { shape: imageShape, within: [0, 1], classes } as const;
  const samples = await toSamples(caller, images, door);
  const measured = validation && (await toSamples(caller, validation, door));
  const batches = shiftedBatches(samples, imageShape, shift);
  return trainNetwork(
    caller,
    classifier,
    batches,
    { epochs: 6, averageDecay: 0.99, ...training },
    {
      name: "classifier",
      optimizer: { type: "adam", learningRate: cosine(0.004, 0, { warmup: 0.05 }) },
      loss: ({ x, labels }) => crossEntropy(classifier.logits(x, { training: true }), labels),
      validate: measured && ((signal) => classifier.evaluate(measured, { signal })),
      objective: { shift },
    },
  );
}

/** Batches of images that are moved a little, each time by other amounts, and their classes. */
function shiftedBatches(
  samples: Samples,
  imageShape: readonly [number, number, number],
  shift: number,
): BatchSource<{ readonly x: Tensor; readonly labels: Tensor1D }> {
  return {
    ...sampleBatches(samples, { smallestBatch: 2 }),
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
