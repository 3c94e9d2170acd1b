import type { Weight } from "@elbowjs/layers";
import type { Scalar } from "@tensorflow/tfjs-core";
import type { Optimizer } from "./optimizers/optimizer.js";

/** Where a step stands in the run. */
export interface StepContext {
  /** For the noise and the dropout of this step: `stream(seed, "forward")`. An integer in [0, 2³²). */
  readonly seed: number;
  /** The part of the run that is done, in [0, 1). */
  readonly progress: number;
}

/**
 * Who learns: weights, a loss of theirs, and the optimiser that follows its gradient. One player trains an autoencoder, two a GAN,
 * four a CycleGAN; each changes its own weights only.
 */
export interface Player<B> {
  /** In reports, checkpoints and streams of random numbers; no two players of a model share one. */
  readonly name: string;
  readonly optimizer: Optimizer;
  /** Steps for each batch; an integer ≥ 1. Default 1. */
  readonly stepsPerBatch?: number;
  /** The weights that this player changes, with what belongs to them; no two players share one. */
  weights(): ReadonlyMap<string, Weight>;
  /** The loss of a batch in training mode, a scalar; it is differentiated by the player's weights. */
  loss(batch: B, at: StepContext): Scalar;
}
