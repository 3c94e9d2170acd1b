import { gpuFailure } from "@elbowjs/backend";
import { type Scalar, type Tensor, tensor, variableGrads } from "@tensorflow/tfjs-core";
import { breather } from "./breather.js";
import { type CheckpointedModel, readCheckpoint, writeCheckpoint } from "./checkpoint.js";
import type { Evaluation } from "./evaluate.js";
import { type ImageSet, type Images, imageSet } from "./images.js";
import { checkInteger, type Shape } from "./layers/layer.js";
import { LossQueue } from "./loss-queue.js";
import { type OptimizerOptions, optimizer } from "./optimizers/optimizer.js";
import type { Schedule } from "./optimizers/schedule.js";
import { checkSeed, stream } from "./streams.js";
import { TrainingState } from "./training-state.js";

/** What is told after a batch. */
export interface BatchReport {
  /** From 1. */
  readonly epoch: number;
  /** From 1, of `batches`. */
  readonly batch: number;
  readonly batches: number;
  /** The source's loss on this batch, before the step. */
  readonly loss: number;
}

/** What is told after an epoch. */
export interface EpochReport<E = Evaluation> {
  /** From 1. */
  readonly epoch: number;
  /** Mean loss of the epoch's batches, in training mode. */
  readonly loss: number;
  /** On the validation images, if any were given. */
  readonly validation?: E;
}

/** Options of {@link GaussianVae.fit}; the defaults are the source's. */
export interface FitOptions<E = Evaluation> {
  /** Passes over the images; an integer ≥ 1. Default 10. */
  readonly epochs?: number;
  /** Images a step; an integer ≥ 2. Default 64. A last batch of one image is left out: it has no variance. */
  readonly batchSize?: number;
  /** Default SGD at 0.1. */
  readonly optimizer?: OptimizerOptions;
  /** Factor of the learning rate along the run. Default 1 throughout. */
  readonly schedule?: Schedule;
  /** Largest norm of all gradients together, > 0; larger ones are scaled down. Default: none. */
  readonly clipNorm?: number;
  /**
   * β in [0, 1) of an exponential moving average of the weights; 0.999 is usual. The averages stand in the model while it is
   * validated, in `onEpoch`, and when training has ended. Default: none.
   */
  readonly averageDecay?: number;
  /** Order, noise and dropout; an integer ≥ 0. Default: the model's seed. */
  readonly seed?: number;
  /** Images to evaluate on after each epoch. */
  readonly validation?: Images;
  /** Stop after so many epochs without a new lowest validation loss; an integer ≥ 1. Default: none. */
  readonly patience?: number;
  /** A checkpoint to go on from, of a run with these options; its last bit is as if there had been no break. */
  readonly resume?: Uint8Array;
  /**
   * Called for each step, in order, on WebGPU for sixteen at a time when the sixteen after them are under way; a
   * promise that it returns is waited for, so that training can be paused.
   */
  readonly onBatch?: (report: BatchReport) => unknown;
  /**
   * Called, and waited for, after each epoch; `checkpoint()`, called before it returns, gives the bytes for `resume`.
   */
  readonly onEpoch?: (report: EpochReport<E>, checkpoint: () => Promise<Uint8Array>) => void | Promise<void>;
  /** Called for each step with the steps done and the steps in all. */
  readonly progress?: (done: number, total: number) => void;
  /** Stops training after the step under way; `fit` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What {@link GaussianVae.fit} returns. */
export interface FitResult<E = Evaluation> {
  /** One report an epoch, those before a checkpoint included. */
  readonly history: readonly EpochReport<E>[];
}

/** What `fit` needs of a model. */
export interface Trainable<E> extends CheckpointedModel {
  readonly options: { readonly imageShape: Shape; readonly seed: number };
  /** What the loss is made of besides the model's options, for checkpoints to tell; plain data. */
  readonly objective?: unknown;
  /** The loss of the batch of images `rows` in training mode; `progress` is the part of the run that is done, in [0, 1). */
  trainingLoss(x: Tensor, seed: number, progress: number, rows: Int32Array): Scalar;
  evaluate(images: Images): Promise<E>;
}

/**
 * Trains a model in place; the models' own `fit` call it.
 *
 * @throws ElbowBackendError `device-lost` if the GPU is lost on the way: go on from the last checkpoint.
 */
export async function fit<E extends { readonly loss: number }>(
  model: Trainable<E>,
  images: Images,
  options: FitOptions<E> = {},
): Promise<FitResult<E>> {
  const { epochs = 10, batchSize = 64, seed = model.options.seed, schedule = () => 1 } = options;
  const { optimizer: choice = { type: "sgd" }, validation, patience, resume, signal } = options;
  const { clipNorm, averageDecay } = options;
  checkInteger("fit", "epochs", epochs, 1);
  checkInteger("fit", "batchSize", batchSize, 2);
  checkSeed("fit", seed);
  checkTraining(options);
  const optimise = optimizer(choice);
  const set = await imageSet("fit", images, model.options.imageShape);
  if (set.size < 2) throw new RangeError("fit: expected at least 2 images, got 1");
  if (validation !== undefined) await imageSet("fit", validation, model.options.imageShape);

  const settings = JSON.stringify({
    images: set.size,
    batchSize,
    seed,
    optimizer: choice,
    clipNorm,
    averageDecay,
    objective: model.objective,
  });
  const state = new TrainingState(model.weights(), { optimizer: optimise, clipNorm, averageDecay });
  const batches = Math.floor(set.size / batchSize) + (set.size % batchSize > 1 ? 1 : 0);
  const breathe = breather();
  const losses = new LossQueue();
  try {
    const history = resume ? readCheckpoint<EpochReport<E>>(resume, model, state, settings) : [];
    for (let epoch = history.length + 1; epoch <= epochs && !isStale(history, patience); epoch++) {
      const order = stream(seed, "order", epoch).permutation(set.size);
      let total = 0;
      let seen = 0;
      for (let batch = 1; batch <= batches; batch++) {
        signal?.throwIfAborted();
        const rows = order.subarray((batch - 1) * batchSize, batch * batchSize);
        const stepSeed = Number(stream(seed, "step", epoch, batch).integers(0, 2 ** 32));
        const t = (epoch - 1) * batches + batch;
        const done = (t - 1) / (epochs * batches);
        const rate = optimise.learningRate * schedule(done);
        losses.add(batch, step(model, set, rows, stepSeed, state, rate, t, done));
        if (!losses.isFull && batch < batches) continue;
        for (const { batch: number, loss } of await losses.read(batch === batches)) {
          const report = { epoch, batch: number, batches, loss };
          if (!Number.isFinite(loss))
            throw new RangeError(
              `fit: expected a finite loss, got ${loss} in epoch ${epoch}, batch ${number}; lower the learning rate`,
            );
          const size = Math.min(batchSize, set.size - (number - 1) * batchSize);
          total += loss * size;
          seen += size;
          await options.onBatch?.(report);
          options.progress?.((epoch - 1) * batches + number, epochs * batches);
        }
        await breathe();
      }
      state.swapAverages();
      history.push({
        epoch,
        loss: total / seen,
        ...(validation !== undefined && { validation: await model.evaluate(validation) }),
      });
      await options.onEpoch?.(history.at(-1)!, async () => {
        state.swapAverages();
        const bytes = await writeCheckpoint(model, state, history, settings);
        state.swapAverages();
        return bytes;
      });
      state.swapAverages();
    }
    state.swapAverages();
    return { history };
  } catch (error) {
    throw signal?.aborted ? error : await gpuFailure(error);
  } finally {
    losses.dispose();
    state.dispose();
  }
}

function checkTraining<E>({ clipNorm, averageDecay, patience, validation }: FitOptions<E>): void {
  if (clipNorm !== undefined && !(clipNorm > 0))
    throw new RangeError(`fit: expected clipNorm > 0, got ${clipNorm}`);
  if (averageDecay !== undefined && !(averageDecay >= 0 && averageDecay < 1))
    throw new RangeError(`fit: expected averageDecay in [0, 1), got ${averageDecay}`);
  if (patience === undefined) return;
  checkInteger("fit", "patience", patience, 1);
  if (validation === undefined)
    throw new RangeError("fit: expected validation images with patience, got none");
}

/** Whether the lowest validation loss lies `patience` epochs back. */
function isStale<E extends { readonly loss: number }>(
  history: readonly EpochReport<E>[],
  patience: number | undefined,
): boolean {
  if (patience === undefined) return false;
  const losses = history.map(({ validation }) => validation!.loss);
  return losses.length - 1 - losses.indexOf(Math.min(...losses)) >= patience;
}

/** One step: loss, gradients, update. Returns the loss before the update. */
function step<E>(
  model: Trainable<E>,
  set: ImageSet,
  rows: Int32Array,
  seed: number,
  state: TrainingState,
  rate: number,
  t: number,
  progress: number,
): Scalar {
  const x = tensor(set.gather(rows), [rows.length, ...model.options.imageShape]);
  const { value, grads } = variableGrads(() => model.trainingLoss(x, seed, progress, rows), state.trained);
  try {
    state.step(grads, rate, t);
    return value;
  } finally {
    for (const used of [x, ...Object.values(grads)]) used.dispose();
  }
}
