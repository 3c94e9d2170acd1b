import type { FitOptions } from "./fit-options.js";

/** Turns the losses of the steps, as they are read, into reports. */
export class LossLog {
  #taken: number;
  readonly #batches: number;
  readonly #steps: number;
  readonly #onBatch: FitOptions["onBatch"];
  #sum = 0;
  #samples = 0;

  /** @param taken steps before these, of a training that goes on. */
  constructor(batches: number, steps: number, onBatch?: FitOptions["onBatch"], taken = 0) {
    this.#taken = taken;
    this.#batches = batches;
    this.#steps = steps;
    this.#onBatch = onBatch;
  }

  /** Steps so far. */
  get taken(): number {
    return this.#taken;
  }

  /** Takes the loss of the next step; what `onBatch` returns is for the caller to await. */
  add(loss: number, size: number): unknown {
    const before = this.#taken++;
    this.#sum += loss * size;
    this.#samples += size;
    return this.#onBatch?.({
      epoch: Math.floor(before / this.#batches) + 1,
      batch: (before % this.#batches) + 1,
      batches: this.#batches,
      step: before + 1,
      steps: this.#steps,
      loss,
      losses: { centers: loss },
    });
  }

  /** Mean loss of the samples since the last call. */
  takeMean(): number {
    const mean = this.#sum / this.#samples;
    this.#sum = this.#samples = 0;
    return mean;
  }
}
