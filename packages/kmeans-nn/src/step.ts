import type { Scalar, Tensor2D } from "@tensorflow/tfjs-core";
import type { Objective } from "./objective.js";
import type { Rows } from "./samples.js";

/** The samples of one step. */
export interface Batch {
  readonly rows: Rows;
  /** The batch is samples `order[start … end − 1]`. */
  readonly order: ArrayLike<number>;
  readonly start: number;
  readonly end: number;
  /** Weight of every sample of `rows`, with mean 1; all 1 when absent. */
  readonly weights: Float32Array | undefined;
}

/** What a step does with its batch. */
export interface StepSettings extends Objective {
  readonly learningRate: number;
  readonly temperature: number;
}

/** What a step gives back; both stay on the device and belong to the caller. */
export type StepResult = {
  /** Loss of the centres before the step: the mean square of the error over batch and features. */
  readonly loss: Scalar;
  /** Centres after the step, [k, d]. */
  readonly centers: Tensor2D;
};

/** One training step. The reference is {@link TensorStep}; a fused kernel of a backend may stand in for it. */
export interface Step {
  take(centers: Tensor2D, batch: Batch, settings: StepSettings): StepResult;
  /** Frees what it keeps between steps. */
  dispose(): void;
}
