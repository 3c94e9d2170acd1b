import { checkKinds } from "@elbowjs/arguments";
/** Where a training stopped, and at what loss. */
export interface Divergence {
  /** Epoch, from 1. */
  readonly epoch: number;
  /** Step within the epoch, from 1. */
  readonly batch: number;
  /** The loss that was not finite, or a bound beyond which nothing comes back; NaN if a weight was not finite. */
  readonly loss: number;
}

/** What {@link DivergenceError} says besides the place. */
export interface DivergenceAdvice {
  /** The settings of the step, to be named after its place. Default: none. */
  readonly settings?: string;
  /** Default: a lower learning rate, or clipped gradients. */
  readonly remedy?: string;
  /** What the model keeps the last good ones of. Default `weights`. */
  readonly kept?: string;
}

/** Training stopped because a loss, or a weight, was no longer finite. The model keeps its last good weights. */
export class DivergenceError extends Error {
  override readonly name: string = "DivergenceError";
  /** Epoch, from 1. */
  readonly epoch: number;
  /** Step within the epoch, from 1. */
  readonly batch: number;
  /** The loss that was not finite, or a bound beyond which nothing comes back; NaN if a weight was not finite. */
  readonly loss: number;

  constructor(caller: string, divergence: Divergence, advice: DivergenceAdvice = {}) {
    checkKinds("DivergenceError", {
      divergence: [divergence, { epoch: "number", batch: "number", loss: "number" }],
      advice: [
        advice,
        { settings: "string or undefined", remedy: "string or undefined", kept: "string or undefined" },
      ],
    });
    const { epoch, batch, loss } = divergence;
    const { settings, remedy = "lower the learning rate, or clip the gradients", kept = "weights" } = advice;
    const place = `epoch ${epoch}, batch ${batch}${settings === undefined ? "" : `, with ${settings}`}`;
    super(
      `${caller}: expected a finite loss, got ${loss} in ${place}; ${remedy}. The last good ${kept} are kept.`,
    );
    this.epoch = epoch;
    this.batch = batch;
    this.loss = loss;
  }
}
