import { cast, concat, sigmoid, softmax, squeeze, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import type { LossKind } from "./graph-network-options.js";
import { binaryCrossEntropy, categoricalCrossEntropy } from "./loss.js";

/** The cross-entropy of each row of logits. */
export function itemLosses(logits: Tensor2D, targets: Tensor1D, kind: LossKind): Tensor1D {
  return kind === "binary"
    ? binaryCrossEntropy(squeeze(logits, [1]) as Tensor1D, cast(targets, "float32"))
    : categoricalCrossEntropy(logits, targets);
}

/** σ of one logit, or the softmax of several, row by row. */
export function probabilitiesOf(logits: Tensor2D): Tensor2D {
  return logits.shape[1] === 1 ? (sigmoid(logits) as Tensor2D) : (softmax(logits) as Tensor2D);
}

/** {@link probabilitiesOf}, and beside each row its loss. */
export function probabilitiesAndLosses(logits: Tensor2D, losses: Tensor2D): Tensor2D {
  return concat([probabilitiesOf(logits), losses], 1) as Tensor2D;
}

/** The class of each row: f ≥ ½, or the first of the largest. */
export function classesOf(probabilities: Float32Array, outputs: number): Int32Array {
  const rows = probabilities.length / outputs;
  return Int32Array.from({ length: rows }, (_, r) => {
    if (outputs === 1) return Number(probabilities[r]! >= 0.5);
    const row = probabilities.subarray(r * outputs, (r + 1) * outputs);
    return row.indexOf(Math.max(...row));
  });
}
