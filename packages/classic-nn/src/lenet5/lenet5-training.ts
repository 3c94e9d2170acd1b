import { checkNumbers, checkOptions, checkShape } from "@elbowjs/arguments";
import { defaultRng } from "@elbowjs/numpy-random";
import { checkDigitBatch, type DigitBatch } from "../optimizers/digit-gradients.js";
import { checkOptimizer, type Optimizer } from "../optimizers/optimizer.js";
import { lenet5Size } from "./layers.js";
import { lenet5Forward, lenet5Input } from "./lenet5.js";
import { addLenet5Gradient } from "./lenet5-gradient.js";

/** What one epoch leaves. */
export interface Lenet5Epoch<State> {
  readonly parameters: Float64Array;
  readonly state: State;
  /** Mean of the right unit's output over the epoch. */
  readonly loss: number;
  /** Part of the images recognised, each just before it was learnt. */
  readonly accuracy: number;
}

/**
 * One pass over labelled 28×28 images, in batches, with any optimiser of this package.
 *
 * @param parameters As `initialLenet5` makes them; they stay as they are.
 * @param optimizer For instance `adam({ learningRate: 0.001 })`.
 * @param state Its state, at first `optimizer.init(lenet5Size)`.
 * @param digits n images of 784 numbers in [0, 1], one after another, and n labels.
 * @param options `batchSize`, an integer ≥ 1, default 32; `seed` of the order, default 0.
 * @throws RangeError if a length is wrong, a pixel is outside [0, 1] or a label is no digit.
 */
export function lenet5Epoch<State>(
  parameters: Float64Array,
  optimizer: Optimizer<State>,
  state: State,
  digits: DigitBatch,
  options: { readonly batchSize?: number; readonly seed?: number } = {},
): Lenet5Epoch<State> {
  checkOptimizer("lenet5Epoch", optimizer);
  checkDigitBatch("lenet5Epoch", "digits", digits);
  checkOptions("lenet5Epoch", options, ["batchSize", "seed"]);
  const { images, labels } = digits;
  const { batchSize = 32, seed = 0 } = options;
  checkNumbers("lenet5Epoch", { batchSize: [batchSize, "integer ≥ 1"] });
  checkShape("lenet5Epoch", "images", [images.length], [784 * labels.length]);
  const order = defaultRng(seed).permutation(labels.length);
  const run = { parameters, state, loss: 0, correct: 0 };
  for (let start = 0; start < order.length; start += batchSize) {
    const batch = order.subarray(start, start + batchSize);
    const gradient = new Float64Array(lenet5Size);
    for (const n of batch) {
      const input = lenet5Input(Array.from({ length: 784 }, (_, i) => images[n * 784 + i]!));
      const { loss, answer } = addLenet5Gradient(run.parameters, input, labels[n]!, gradient);
      run.loss += loss;
      if (answer === labels[n]) run.correct++;
    }
    const mean = gradient.map((g) => g / batch.length);
    const step = optimizer.step(run.parameters, mean, run.state);
    run.parameters = step.w;
    run.state = step.state;
  }
  return {
    parameters: run.parameters,
    state: run.state,
    loss: run.loss / labels.length,
    accuracy: run.correct / labels.length,
  };
}

/**
 * Part of the images whose nearest code is their label's.
 *
 * @throws RangeError as {@link lenet5Epoch} does.
 */
export function lenet5Accuracy(parameters: Float64Array, digits: DigitBatch): number {
  checkDigitBatch("lenet5Accuracy", "digits", digits);
  const { images, labels } = digits;
  checkShape("lenet5Accuracy", "images", [images.length], [784 * labels.length]);
  let correct = 0;
  for (let n = 0; n < labels.length; n++) {
    const input = lenet5Input(Array.from({ length: 784 }, (_, i) => images[n * 784 + i]!));
    const { outputs } = lenet5Forward(parameters, input);
    if (outputs.indexOf(Math.min(...outputs)) === labels[n]) correct++;
  }
  return correct / labels.length;
}
