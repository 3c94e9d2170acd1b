import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix } from "ml-matrix";
import { dataMatrix } from "../data-matrix.js";
import { type Activation, logistic } from "./activation.js";

/** A layer of neurons: y = φ(Wx + b). */
export interface Layer {
  /** W, m×d: one row a neuron. */
  weights: Matrix;
  /** b, m×1. */
  bias: Matrix;
  activation: Activation;
}

/** Layers in order, the outputs of each the inputs of the next. */
export type Network = readonly Layer[];

/** Settings of {@link initialNetwork}. */
export interface InitialNetworkOptions {
  /** φ of every layer. Default 1 / (1 + e^(−5v)), the homework's. */
  activation?: Activation;
  /** σ of the initial weights and biases, ≥ 0; 0 begins at zeros. Default 0.1. */
  deviation?: number;
  /** Seed of the draws, see `defaultRng` of @elbowjs/numpy-random. Default 0. */
  seed?: number;
}

/**
 * A network of any depth and width with weights and biases from N(0, σ²), drawn layer by layer, the weights of a layer by
 * rows and then its biases.
 *
 * @param widths Number of inputs, then of neurons of each layer: [2, 3, 1] is the homework's.
 * @throws RangeError for fewer than two widths, a width that is not a positive integer, or a bad deviation.
 */
export function initialNetwork(
  widths: readonly number[],
  { activation = logistic(5), deviation = 0.1, seed = 0 }: InitialNetworkOptions = {},
): Network {
  if (widths.length < 2 || !widths.every((width) => Number.isInteger(width) && width >= 1))
    throw new RangeError(
      `initialNetwork: expected at least two widths, integers >= 1, got [${widths.join(", ")}]`,
    );
  if (!(deviation >= 0 && deviation < Number.POSITIVE_INFINITY))
    throw new RangeError(`initialNetwork: expected deviation >= 0 and finite, got ${deviation}`);
  const rng = defaultRng(seed);
  const draw = (rows: number, columns: number): Matrix =>
    Matrix.from1DArray(rows, columns, rng.normal(0, deviation, rows * columns));
  return widths.slice(1).map((width, i) => ({
    weights: draw(width, widths[i]!),
    bias: draw(width, 1),
    activation,
  }));
}

/** Refuses a network whose layers do not fit together, or do not take `inputs` numbers. */
export function checkNetwork(caller: string, network: Network, inputs: number): void {
  if (network.length === 0)
    throw new RangeError(`${caller}: expected a network of at least one layer, got none`);
  let width = inputs;
  for (const [i, { weights, bias }] of network.entries()) {
    if (weights.columns !== width)
      throw new RangeError(
        `${caller}: expected weights of layer ${i} of shape [m, ${width}], got [${weights.rows}, ${weights.columns}]`,
      );
    if (bias.rows !== weights.rows || bias.columns !== 1)
      throw new RangeError(
        `${caller}: expected bias of layer ${i} of shape [${weights.rows}, 1], got [${bias.rows}, ${bias.columns}]`,
      );
    dataMatrix(weights, caller, `weights of layer ${i}`);
    dataMatrix(bias, caller, `bias of layer ${i}`);
    width = weights.rows;
  }
}
