/** Training stopped because a loss, or a weight, was no longer finite. The model keeps its last good weights. */
export class DivergenceError extends Error {
  override readonly name: string = "DivergenceError";
  /** Epoch, from 1. */
  readonly epoch: number;
  /** Step within the epoch, from 1. */
  readonly batch: number;
  /** The loss that was not finite, or a bound beyond which nothing comes back; NaN if a weight was not finite. */
  readonly loss: number;

  constructor(
    caller: string,
    place: { readonly epoch: number; readonly batch: number; readonly loss: number },
  ) {
    const { epoch, batch, loss } = place;
    super(
      `${caller}: expected a finite loss, got ${loss} in epoch ${epoch}, batch ${batch}; lower the learning rate, or clip the gradients. The last good weights are kept.`,
    );
    this.epoch = epoch;
    this.batch = batch;
    this.loss = loss;
  }
}
