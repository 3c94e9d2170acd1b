import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Rows } from "../data/rows.js";
import type { Objective } from "./objective.js";

/** The samples of consecutive steps. */
export interface Batches {
  readonly rows: Rows;
  /** The samples are `order[start … end − 1]`. */
  readonly order: Int32Array;
  readonly start: number;
  readonly end: number;
  /** Samples per step; the last step takes what is left. */
  readonly batchSize: number;
  /** Weight of every sample of `rows`, with mean 1; all 1 when absent. */
  readonly weights: Float32Array | undefined;
}

/** What a step does with its batch. */
export interface StepSettings extends Objective {
  readonly learningRate: number;
  readonly temperature: number;
}

/** What steps give back; both stay on the device and belong to the caller. */
export type StepResult = {
  /** Loss before each step: the mean square of the error over batch and features. */
  readonly losses: Tensor1D;
  /** Centres after the last step, [k, d]. */
  readonly centers: Tensor2D;
};

/** Takes training steps. The reference is {@link ComposedKernel}; a fused kernel of a backend may stand in for it. */
export interface StepKernel {
  /** Whether losses are long in coming, so that the next steps had better be under way before they are read. */
  readonly isDeferred: boolean;
  /** How many steps on batches of so many values, with k centres, to ask for at once. */
  atOnce(values: number, k: number): number;
  /** Takes one step for each of the settings, which are those of one training and differ in the rates alone. */
  take(centers: Tensor2D, batches: Batches, settings: readonly StepSettings[]): StepResult;
  /** Frees what it keeps of the data; a training calls it at its end. */
  release(): void;
  /** Frees what it keeps between trainings, too. */
  dispose(): void;
}
