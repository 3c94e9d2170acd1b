import { checkNumbers, checkOptions, shown } from "@elbowjs/arguments";
import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix } from "ml-matrix";
import type { DataMatrix } from "../data-matrix.js";
import { pairedColumns } from "../linear-models/paired-columns.js";
import { backpropagate, backwardPass, type LayerGradient } from "./backpropagate.js";
import type { Layer, Network } from "./network.js";

/** Settings of {@link trainingTrace}: the variations of homework 5, question 2. */
export interface TrainingOptions {
  /** η > 0. Default 0.01. */
  readonly learningRate?: number;
  /** Passes over the data, an integer in [1, 10⁶]: the trace keeps every one. Default 100. */
  readonly epochs?: number;
  /** Points per step: 1 updates after each point, "full" once per epoch. A step follows the average gradient. Default 1. */
  readonly batchSize?: number | "full";
  /** What η is multiplied with when the error has risen, in (0, 1]. Default 1: η stays. The homework's is 0.9. */
  readonly decay?: number;
  /** T: η decays when the error rose T epochs in a row. Integer ≥ 1, default 1. */
  readonly patience?: number;
  /** Seed of the order of the points, drawn anew each epoch. Default: the order given, every time. */
  readonly shuffleSeed?: number;
}

/** One epoch of training. */
export interface TrainingEpoch {
  /** 0 is before the first step. */
  readonly epoch: number;
  /** Mean over the points of ‖y − f‖², at the end of the epoch. */
  readonly meanSquaredError: number;
  /** η of the epoch that follows. */
  readonly learningRate: number;
}

/** A whole training run. */
export interface TrainingTrace {
  /** epochs + 1 of them. */
  readonly epochs: TrainingEpoch[];
  /** The network at the end; the one given stays as it was. */
  readonly network: Network;
}

/**
 * Stochastic gradient descent by backpropagation, W ← W − η ∂E/∂W, point by point or by batches.
 *
 * @param network Where to begin, see {@link initialNetwork}.
 * @param inputs X, d×n: one point per column.
 * @param targets Y, m×n.
 * @throws RangeError if the shapes do not fit together or an option is outside its interval.
 */
export function trainingTrace(
  network: Network,
  inputs: DataMatrix,
  targets: DataMatrix,
  options: TrainingOptions = {},
): TrainingTrace {
  checkOptions("trainingTrace", options, [
    "learningRate",
    "epochs",
    "batchSize",
    "decay",
    "patience",
    "shuffleSeed",
  ]);
  const { learningRate = 0.01, epochs = 100, batchSize = 1, decay = 1, patience = 1, shuffleSeed } = options;
  const { X, Y } = pairedColumns("trainingTrace", inputs, targets);
  const { meanSquaredError } = backpropagate(network, X, Y);
  const size = batchSize === "full" ? X.columns : batchSize;
  if (!(Number.isInteger(size) && size >= 1 && size <= X.columns))
    throw new RangeError(
      `trainingTrace: expected batchSize "full" or an integer in [1, ${X.columns}], got ${shown(batchSize)}`,
    );
  checkNumbers("trainingTrace", {
    learningRate: [learningRate, "(0, ∞)"],
    epochs: [epochs, "integer in [1, 1000000]"],
    decay: [decay, "(0, 1]"],
    patience: [patience, "integer ≥ 1"],
  });

  const rng = shuffleSeed === undefined ? undefined : defaultRng(shuffleSeed);
  const trace: TrainingEpoch[] = [{ epoch: 0, meanSquaredError, learningRate }];
  let current = network.map(copyLayer);
  let eta = learningRate;
  let rises = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = rng?.permutation(X.columns) ?? Int32Array.from({ length: X.columns }, (_, i) => i);
    for (let start = 0; start < X.columns; start += size) {
      const batch = Array.from(order.subarray(start, start + size));
      const { gradients } = backwardPass(current, pick(X, batch), pick(Y, batch));
      current = descend(current, gradients, eta);
    }
    const { meanSquaredError } = backwardPass(current, X, Y);
    rises = meanSquaredError > trace[epoch - 1]!.meanSquaredError ? rises + 1 : 0;
    if (rises >= patience) {
      eta *= decay;
      rises = 0;
    }
    trace.push({ epoch, meanSquaredError, learningRate: eta });
  }
  return { epochs: trace, network: current };
}

const copyLayer = ({ weights, bias, activation }: Layer): Layer => ({
  weights: weights.clone(),
  bias: bias.clone(),
  activation,
});

/** The network one step down its gradient. */
function descend(network: readonly Layer[], gradients: readonly LayerGradient[], eta: number): Layer[] {
  return network.map(({ weights, bias, activation }, l) => ({
    weights: Matrix.sub(weights, Matrix.mul(gradients[l]!.weights, eta)),
    bias: Matrix.sub(bias, Matrix.mul(gradients[l]!.bias, eta)),
    activation,
  }));
}

/** Some columns of a matrix. */
function pick(matrix: Matrix, columns: readonly number[]): Matrix {
  const result = Matrix.zeros(matrix.rows, columns.length);
  for (let i = 0; i < matrix.rows; i++)
    for (const [j, column] of columns.entries()) result.set(i, j, matrix.get(i, column));
  return result;
}
