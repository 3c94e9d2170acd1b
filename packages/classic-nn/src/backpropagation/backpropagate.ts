import { Matrix } from "ml-matrix";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";
import { pairedColumns } from "../linear-models/paired-columns.js";
import { mapEntries } from "../map-entries.js";
import { checkNetwork, type Network } from "./network.js";

/** Everything the forward pass computes, for n points at once. */
export interface ForwardTrace {
  /** X, d×n: one point per column. */
  readonly inputs: Matrix;
  /** v of each layer, m×n. */
  readonly fields: Matrix[];
  /** φ(v) of each layer, m×n; the last is the output f. */
  readonly outputs: Matrix[];
}

/** The gradient of the error with respect to a layer. */
export interface LayerGradient {
  /** ∂E/∂W, m×d. */
  readonly weights: Matrix;
  /** ∂E/∂b, m×1. */
  readonly bias: Matrix;
}

/** Everything the backward pass computes. */
export interface BackpropagationTrace extends ForwardTrace {
  /** Y − f, m×n. */
  readonly error: Matrix;
  /** E: mean over the points of ½‖y − f‖². */
  readonly loss: number;
  /** Mean over the points of ‖y − f‖², which is 2E. */
  readonly meanSquaredError: number;
  /** δ = −∂(½‖y − f‖²)/∂v of each layer, one column per point. */
  readonly deltas: Matrix[];
  /** Gradient of E: the average over the points, not the sum, so that η means the same for every batch size. */
  readonly gradients: LayerGradient[];
}

/**
 * The forward equations v = Wy + b, y ← φ(v), layer by layer.
 *
 * @param inputs X, d×n: one point per column.
 * @throws RangeError if the layers do not fit together or to the inputs, or an input is not finite.
 */
export function forward(network: Network, inputs: DataMatrix): ForwardTrace {
  const X = dataMatrix(inputs, "forward", "inputs");
  checkNetwork("forward", network, X.rows);
  return forwardPass(network, X);
}

function forwardPass(network: Network, inputs: Matrix): ForwardTrace {
  const trace: ForwardTrace = { inputs, fields: [], outputs: [] };
  let y = inputs;
  for (const { weights, bias, activation } of network) {
    const field = weights.mmul(y).addColumnVector(bias);
    y = mapEntries(field, activation.value);
    trace.fields.push(field);
    trace.outputs.push(y);
  }
  return trace;
}

/**
 * Backpropagation of E = (1/n) Σ ½‖y − f(x)‖². At the output δ = (y − f)φ′(v); one layer down δ ← (Wᵀδ)φ′(v); and then
 * ∂E/∂W = −(1/n) δyᵀ with y the inputs of the layer, ∂E/∂b = −(1/n) Σ δ.
 *
 * @param inputs X, d×n: one point per column.
 * @param targets Y, m×n.
 * @throws RangeError if the shapes do not fit together or a number is not finite.
 */
export function backpropagate(
  network: Network,
  inputs: DataMatrix,
  targets: DataMatrix,
): BackpropagationTrace {
  const { X, Y } = pairedColumns("backpropagate", inputs, targets);
  checkNetwork("backpropagate", network, X.rows);
  const width = network.at(-1)!.weights.rows;
  if (Y.rows !== width)
    throw new RangeError(
      `backpropagate: expected outputs of shape [${width}, ${X.columns}] to match the last layer, got [${Y.rows}, ${Y.columns}]`,
    );
  return backwardPass(network, X, Y);
}

/** {@link backpropagate} on matrices known to fit, for the inner loop of training. */
export function backwardPass(network: Network, X: Matrix, Y: Matrix): BackpropagationTrace {
  const pass = forwardPass(network, X);
  const error = Matrix.sub(Y, pass.outputs.at(-1)!);
  const deltas: Matrix[] = [];
  const gradients: LayerGradient[] = [];
  let arriving = error;
  for (let l = network.length - 1; l >= 0; l--) {
    const { weights, activation } = network[l]!;
    const delta = mapEntries(pass.fields[l]!, activation.derivative).mul(arriving);
    const below = pass.outputs[l - 1] ?? X;
    deltas.unshift(delta);
    gradients.unshift({
      weights: delta.mmul(below.transpose()).mul(-1 / X.columns),
      bias: Matrix.columnVector(delta.sum("row")).mul(-1 / X.columns),
    });
    if (l > 0) arriving = weights.transpose().mmul(delta);
  }
  const meanSquaredError = error.dot(error) / X.columns;
  return { ...pass, error, loss: meanSquaredError / 2, meanSquaredError, deltas, gradients };
}
