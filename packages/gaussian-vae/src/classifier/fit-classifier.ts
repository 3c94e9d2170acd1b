import { gpuFailure } from "@elbowjs/backend";
import { type Scalar, tensor, tensor1d, variableGrads } from "@tensorflow/tfjs-core";
import { breather } from "../breather.js";
import { checkInteger } from "../layers/layer.js";
import { LossQueue } from "../loss-queue.js";
import { type OptimizerOptions, optimizer } from "../optimizers/optimizer.js";
import { cosineDecay, type Schedule } from "../optimizers/schedule.js";
import { checkSeed, stream } from "../streams.js";
import { TrainingState } from "../training-state.js";
import { crossEntropy } from "./cross-entropy.js";
import type { ClassifierEvaluation } from "./evaluate-classifier.js";
import type { ImageClassifier } from "./image-classifier.js";
import { type LabelledSplit, labelledSet } from "./labelled-images.js";
import { shiftImages } from "./shift-images.js";

/** Options of {@link ImageClassifier.fit}. */
export interface ClassifierFitOptions {
  /** Passes over the images; an integer ≥ 1. Default 6. */
  readonly epochs?: number;
  /** Images a step; an integer ≥ 2. Default 64. Images that do not fill a batch are left out of an epoch. */
  readonly batchSize?: number;
  /** Default Adam at 0.004, whose steps the default schedule takes down to 0. */
  readonly optimizer?: OptimizerOptions;
  /** Factor of the learning rate along the run. Default half a cosine after a rise over a twentieth of the run. */
  readonly schedule?: Schedule;
  /** β in [0, 1) of an exponential moving average of the weights, which are used in validation and in the end. Default 0.99. */
  readonly averageDecay?: number;
  /** Pixels, at most, by which training images are moved in each direction; an integer ≥ 0. Default 2. */
  readonly shift?: number;
  /** Order and shifts; an integer ≥ 0. Default: the classifier's seed. */
  readonly seed?: number;
  /** Images to evaluate on after each epoch. */
  readonly validation?: LabelledSplit;
  /** Called, and waited for, after each epoch. */
  readonly onEpoch?: (report: ClassifierReport) => void | Promise<void>;
  /** Called for each step, in order, with the steps done and the steps in all. */
  readonly progress?: (done: number, total: number) => void;
  /** Stops training after the step under way; `fit` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What is told after an epoch of {@link ImageClassifier.fit}. */
export interface ClassifierReport {
  /** From 1. */
  readonly epoch: number;
  /** Mean cross-entropy of the epoch's batches, in nats, each before its step. */
  readonly loss: number;
  /** On the validation images, if any were given. */
  readonly validation?: ClassifierEvaluation;
}

/** Trains a classifier in place on the cross-entropy of shifted images; its own `fit` calls it. */
export async function fitClassifier(
  classifier: ImageClassifier,
  images: LabelledSplit,
  {
    epochs = 6,
    batchSize = 64,
    optimizer: choice = { type: "adam", learningRate: 0.004 },
    schedule = cosineDecay({ warmup: 0.05 }),
    averageDecay = 0.99,
    shift = 2,
    seed = classifier.options.seed,
    validation,
    onEpoch,
    progress,
    signal,
  }: ClassifierFitOptions,
): Promise<readonly ClassifierReport[]> {
  checkInteger("fit", "epochs", epochs, 1);
  checkInteger("fit", "batchSize", batchSize, 2);
  checkInteger("fit", "shift", shift, 0);
  checkSeed("fit", seed);
  if (!(averageDecay >= 0 && averageDecay < 1))
    throw new RangeError(`fit: expected averageDecay in [0, 1), got ${averageDecay}`);
  const optimise = optimizer(choice);
  const { imageShape, classes } = classifier.options;
  const set = await labelledSet("fit", images, imageShape, classes);
  if (validation !== undefined) await labelledSet("fit", validation, imageShape, classes);
  const batches = Math.floor(set.size / batchSize);
  if (batches < 1)
    throw new RangeError(`fit: expected at least one batch of ${batchSize} images, got ${set.size} images`);

  const state = new TrainingState(classifier.weights(), { optimizer: optimise, averageDecay });
  const history: ClassifierReport[] = [];
  const losses = new LossQueue();
  const breathe = breather();
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = stream(seed, "order", epoch).permutation(set.size);
      let total = 0;
      for (let batch = 1; batch <= batches; batch++) {
        signal?.throwIfAborted();
        const rows = order.subarray((batch - 1) * batchSize, batch * batchSize);
        const random = stream(seed, "step", epoch, batch);
        const shifted = shiftImages(set.gather(rows), imageShape, shift, (low, high, count) =>
          random.integers(low, high, count),
        );
        const t = (epoch - 1) * batches + batch;
        const rate = optimise.learningRate * schedule((t - 1) / (epochs * batches));
        const labels = Int32Array.from(rows, (row) => set.labels[row]!);
        losses.add(batch, step(classifier, state, shifted, labels, rate, t));
        if (!losses.isFull && batch < batches) continue;
        for (const { batch: number, loss } of await losses.read(batch === batches)) {
          if (!Number.isFinite(loss))
            throw new RangeError(
              `fit: expected a finite loss, got ${loss} in epoch ${epoch}, batch ${number}; lower the learning rate`,
            );
          total += loss;
          progress?.((epoch - 1) * batches + number, epochs * batches);
        }
        await breathe();
      }
      state.swapAverages();
      history.push({
        epoch,
        loss: total / batches,
        ...(validation !== undefined && { validation: await classifier.evaluate(validation) }),
      });
      await onEpoch?.(history.at(-1)!);
      if (epoch < epochs) state.swapAverages(); // after the last epoch the averages stay
    }
    return history;
  } catch (error) {
    throw signal?.aborted ? error : await gpuFailure(error);
  } finally {
    losses.dispose();
    state.dispose();
  }
}

/** One step: loss, gradients, update. Returns the loss before the update. */
function step(
  classifier: ImageClassifier,
  state: TrainingState,
  images: Float32Array,
  labels: Int32Array,
  rate: number,
  t: number,
): Scalar {
  const x = tensor(images, [labels.length, ...classifier.options.imageShape]);
  const y = tensor1d(labels, "int32");
  const { value, grads } = variableGrads(
    () => crossEntropy(classifier.logits(x, { training: true }), y),
    state.trained,
  );
  try {
    state.step(grads, rate, t);
    return value;
  } finally {
    for (const used of [x, y, ...Object.values(grads)]) used.dispose();
  }
}
