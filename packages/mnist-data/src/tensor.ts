import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { type Tensor1D, type Tensor2D, tensor1d, tensor2d } from "@tensorflow/tfjs-core";
import type { Batch } from "./batches.js";

/** A batch as tensors. */
export interface TensorBatch {
  /** float32 [n, features], in [0, 1]. */
  readonly images: Tensor2D;
  /** int32 [n]. */
  readonly labels: Tensor1D;
}

/**
 * The tensors of a batch, which the caller disposes. They hold copies: backends keep the array that they are given,
 * and a batch's is overwritten by the next.
 */
export function batchTensors(batch: Batch): TensorBatch {
  checkKinds("batchTensors", { batch: [batch, { images: "Float32Array", labels: "numbers" }] });
  const { images, labels } = batch;
  const n = labels.length;
  checkNumbers("batchTensors", {
    "the number of labels": [n, "integer ≥ 1"],
    "the numbers per image": [images.length / n, "integer ≥ 1"],
  });
  return {
    images: tensor2d(images.slice(), [n, images.length / n], "float32"),
    labels: tensor1d(Int32Array.from(labels), "int32"),
  };
}

/**
 * The batches of an epoch as tensors: `for (const { images, labels } of tensorBatches(split.batches()))`. Each pair is
 * disposed when the loop asks for the next or ends; keep one with `clone()`.
 */
export function* tensorBatches(batches: Iterable<Batch>): Generator<TensorBatch, void, undefined> {
  checkKinds("tensorBatches", { batches: [batches, "iterable"] });
  for (const batch of batches) {
    const tensors = batchTensors(batch);
    try {
      yield tensors;
    } finally {
      tensors.images.dispose();
      tensors.labels.dispose();
    }
  }
}
