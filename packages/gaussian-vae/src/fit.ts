import { type Tensor, tensor, type Variable, variableGrads } from "@tensorflow/tfjs-core";
import type { Evaluation } from "./evaluate.js";
import type { GaussianVae } from "./gaussian-vae.js";
import { type ImageSet, type Images, imageSet } from "./images.js";
import { checkInteger } from "./layers/layer.js";
import { meanSquare } from "./loss.js";
import { type OptimizerOptions, optimizer, type Slots, zeroSlots } from "./optimizers/optimizer.js";
import { checkSeed, stream } from "./streams.js";

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
export interface EpochReport {
  /** From 1. */
  readonly epoch: number;
  /** Mean loss of the epoch's batches, in training mode. */
  readonly loss: number;
  /** On the validation images, if any were given. */
  readonly validation?: Evaluation;
}

/** Options of {@link GaussianVae.fit}; the defaults are the source's. */
export interface FitOptions {
  /** Passes over the images; an integer ≥ 1. Default 10. */
  readonly epochs?: number;
  /** Images a step; an integer ≥ 2. Default 64. A last batch of one image is left out: it has no variance. */
  readonly batchSize?: number;
  /** Default SGD at 0.1. */
  readonly optimizer?: OptimizerOptions;
  /** Order, noise and dropout; an integer ≥ 0. Default: the model's seed. */
  readonly seed?: number;
  /** Images to evaluate on after each epoch. */
  readonly validation?: Images;
  /** Called after each step. */
  readonly onBatch?: (report: BatchReport) => void;
  /** Called, and waited for, after each epoch. */
  readonly onEpoch?: (report: EpochReport) => void | Promise<void>;
  /** Called after each step with the steps done and the steps in all. */
  readonly progress?: (done: number, total: number) => void;
  /** Stops training after the step under way; `fit` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What {@link GaussianVae.fit} returns. */
export interface FitResult {
  /** One report an epoch. */
  readonly history: readonly EpochReport[];
}

/** Trains a model in place; `GaussianVae.fit` calls it. */
export async function fit(model: GaussianVae, images: Images, options: FitOptions = {}): Promise<FitResult> {
  const {
    epochs = 10,
    batchSize = 64,
    optimizer: settings = { type: "sgd" },
    seed = model.options.seed,
    validation,
    onBatch,
    onEpoch,
    progress,
    signal,
  } = options;
  checkInteger("fit", "epochs", epochs, 1);
  checkInteger("fit", "batchSize", batchSize, 2);
  checkSeed("fit", seed);
  const optimise = optimizer(settings);
  const set = await imageSet("fit", images, model.options.imageShape);
  if (set.size < 2) throw new RangeError("fit: expected at least 2 images, got 1");
  if (validation !== undefined) await imageSet("fit", validation, model.options.imageShape);

  const trained = [...model.weights().values()].filter(({ trainable }) => trainable);
  const variables = trained.map(({ variable }) => variable);
  const slots = variables.map((weight) => zeroSlots(optimise.slotNames, weight));
  const batches = Math.floor(set.size / batchSize) + (set.size % batchSize > 1 ? 1 : 0);
  const history: EpochReport[] = [];
  const breathe = breather();
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = stream(seed, "order", epoch).permutation(set.size);
      let total = 0;
      let seen = 0;
      for (let batch = 1; batch <= batches; batch++) {
        signal?.throwIfAborted();
        const rows = order.subarray((batch - 1) * batchSize, batch * batchSize);
        const stepSeed = Number(stream(seed, "step", epoch, batch).integers(0, 2 ** 32));
        const t = (epoch - 1) * batches + batch;
        const loss = await step(model, set, rows, stepSeed, variables, (weight, gradient, i) =>
          optimise.step(weight, gradient, slots[i]!, optimise.learningRate, t),
        );
        if (!Number.isFinite(loss))
          throw new RangeError(
            `fit: expected a finite loss, got ${loss} in epoch ${epoch}, batch ${batch}; lower the learning rate`,
          );
        total += loss * rows.length;
        seen += rows.length;
        onBatch?.({ epoch, batch, batches, loss });
        progress?.(t, epochs * batches);
        await breathe();
      }
      const report: EpochReport = {
        epoch,
        loss: total / seen,
        ...(validation !== undefined && { validation: await model.evaluate(validation) }),
      };
      history.push(report);
      await onEpoch?.(report);
    }
  } finally {
    for (const slot of slots) disposeSlots(slot);
  }
  return { history };
}

/** One step: loss, gradients, update. Returns the loss before the update. */
async function step(
  model: GaussianVae,
  set: ImageSet,
  rows: Int32Array,
  seed: number,
  variables: Variable[],
  update: (weight: Variable, gradient: Tensor, i: number) => void,
): Promise<number> {
  const x = tensor(set.gather(rows), [rows.length, ...model.options.imageShape]);
  const { value, grads } = variableGrads(
    () => meanSquare(model.forward(x, { training: true, seed })),
    variables,
  );
  try {
    for (const [i, weight] of variables.entries()) update(weight, grads[weight.name]!, i);
    return (await value.data())[0]!;
  } finally {
    for (const used of [x, value, ...Object.values(grads)]) used.dispose();
  }
}

function disposeSlots(slots: Slots): void {
  for (const slot of Object.values(slots)) slot.dispose();
}

/** Gives the page its turn every 50 ms; a step by itself never leaves the thread. */
function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 50) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
