import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix } from "ml-matrix";
import { dataMatrix } from "../data-matrix.js";
import { type Activation, checkActivation, logistic } from "./activation.js";

/** A layer of neurons: y = φ(Wx + b). */
export interface Layer {
  /** W, m×d: one row a neuron. */
  readonly weights: Matrix;
  /** b, m×1. */
  readonly bias: Matrix;
  readonly activation: Activation;
}

/** Layers in order, the outputs of each the inputs of the next. */
export type Network = readonly Layer[];

/** Weights that a network may have, 128 MB. */
const MOST_WEIGHTS = 2 ** 24;

/** Settings of {@link initialNetwork}. */
export interface InitialNetworkOptions {
  /** φ of every layer. Default 1 / (1 + e^(−5v)), the homework's. */
  readonly activation?: Activation;
  /** σ of the initial weights and biases, ≥ 0; 0 begins at zeros. Default 0.1. */
  readonly deviation?: number;
  /** Seed of the draws, see `defaultRng` of @elbowjs/numpy-random. Default 0. */
  readonly seed?: number;
}

/**
 * A network of any depth and width with weights and biases from N(0, σ²), drawn layer by layer, the weights of a layer by
 * rows and then its biases.
 *
 * @param widths Number of inputs, then of neurons of each layer: [2, 3, 1] is the homework's.
 * @throws RangeError for fewer than two widths, a width that is not a positive integer, more than 2²⁴ weights, or a bad deviation.
 * @throws TypeError for an activation that is not an object with `value` and `derivative`, or an option that does not exist.
 */
export function initialNetwork(widths: ArrayLike<number>, options: InitialNetworkOptions = {}): Network {
  checkOptions("initialNetwork", options, ["activation", "deviation", "seed"]);
  const { activation = logistic(5), deviation = 0.1, seed = 0 } = options;
  checkKinds("initialNetwork", { widths: [widths, "numbers"] });
  // A typed array's map would keep its type, and make NaN of every layer.
  const sizes = Array.from(widths);
  if (sizes.length < 2 || !sizes.every((width) => Number.isInteger(width) && width >= 1))
    throw new RangeError(
      `initialNetwork: expected at least two widths, integers >= 1, got [${sizes.join(", ")}]`,
    );
  const count = sizes.slice(1).reduce((sum, width, i) => sum + width * (sizes[i]! + 1), 0);
  if (count > MOST_WEIGHTS)
    throw new RangeError(
      `initialNetwork: expected at most ${MOST_WEIGHTS} weights, got ${count} of widths [${sizes.join(", ")}]`,
    );
  checkNumbers("initialNetwork", { deviation: [deviation, "[0, ∞)"] });
  checkActivation("initialNetwork", activation);
  const rng = defaultRng(seed);
  const draw = (rows: number, columns: number): Matrix =>
    Matrix.from1DArray(rows, columns, rng.normal(0, deviation, rows * columns));
  return sizes.slice(1).map((width, i) => ({
    weights: draw(width, sizes[i]!),
    bias: draw(width, 1),
    activation,
  }));
}

/** Refuses a network whose layers do not fit together, or do not take `inputs` numbers. */
export function checkNetwork(caller: string, network: Network, inputs: number): void {
  checkKinds(caller, {
    network: [
      network,
      [{ weights: "Matrix", bias: "Matrix", activation: { value: "function", derivative: "function" } }],
    ],
  });
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
