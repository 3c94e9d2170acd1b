import type { Tensor } from "@tensorflow/tfjs-core";
import type { ConditionOptions } from "../condition.js";

/** What is seen of a sampler between two steps. */
export interface SampleStep {
  /** Steps taken, from 0 to `steps`. */
  readonly step: number;
  readonly steps: number;
  /** t: the level that z has come down to. */
  readonly level: number;
  /** z_t in the data's units, not cut: shape `[n, ...shape]`. Disposed of after the call. */
  readonly z: Tensor;
  /** x̂, what z_t is taken to be noise upon, in the data's units; at level T none has been made yet, and it is z_T. Disposed of after the call. */
  readonly image: Tensor;
}

/** Options of `Diffusion.sample`, and of all that samples. */
export interface DiffusionSampleOptions extends ConditionOptions {
  /** Where the noise comes from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** Levels visited, an integer in [1, T]. Default 20, or T if that is less. */
  readonly steps?: number;
  /** η in [0, 1], of the noise that each step adds: 0 adds none (DDIM), 1 is the ancestral sampler (DDPM). Default 0. */
  readonly eta?: number;
  /** Called at z_T, and after each step. Default: none. */
  readonly onStep?: (step: SampleStep) => void;
}

/** The names of {@link DiffusionSampleOptions}. */
export const sampleOptionNames = ["seed", "steps", "eta", "label", "guidance", "onStep"] as const;
