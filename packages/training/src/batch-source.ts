import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { fingerprint, type Labels, type Samples } from "@elbowjs/samples";
import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { StepContext } from "./player.js";

/** Batches of anything, by row numbers: images, rows of tokens, graphs. */
export interface BatchSource<B> {
  /** Rows there are. */
  readonly size: number;
  /** Rows that a step needs at least: 2 where a batch is normalised. A last batch of fewer is left out. Default 1. */
  readonly smallestBatch?: number;
  /** What tells these data from others of the same size, so that a run does not go on with other data. */
  fingerprint(): string;
  /**
   * Puts an epoch's rows in another order, before they are cut into batches: those of about one length together, so that less is
   * filled up. A function of its arguments alone. Default: they stay as they were drawn.
   */
  arrange?(order: Int32Array, batchSize: number): Int32Array;
  /** The batch of these rows; its tensors are disposed of after the step. What is drawn for it comes from the step's seed. */
  take(rows: Int32Array, at: StepContext): B;
}

/** A batch of samples. */
export interface SampleBatch {
  /** Shape `[n, ...item]`. */
  readonly x: Tensor;
  /** Which samples they are. */
  readonly rows: Int32Array;
  /** Their classes; undefined where the samples have none. */
  readonly labels: Labels | undefined;
}

/**
 * Batches of samples, of one data type for all models (`@elbowjs/samples`).
 *
 * @param smallestBatch Default 1.
 */
export function sampleBatches(
  samples: Samples,
  options: { readonly smallestBatch?: number } = {},
): BatchSource<SampleBatch> {
  checkKinds("sampleBatches", {
    samples: [samples, { size: "number", shape: ["number"], gather: "function" }],
  });
  checkOptions("sampleBatches", options, ["smallestBatch"]);
  const { smallestBatch = 1 } = options;
  checkNumbers("sampleBatches", { smallestBatch: [smallestBatch, "integer ≥ 1"] });
  return {
    size: samples.size,
    smallestBatch,
    fingerprint: () => fingerprint(samples),
    take: (rows) => ({
      x: tensor(samples.gather(rows), [rows.length, ...samples.shape]),
      rows,
      labels: samples.labels && Int32Array.from(rows, (row) => samples.labels![row]!),
    }),
  };
}
