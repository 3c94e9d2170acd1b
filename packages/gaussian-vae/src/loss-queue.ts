import { getBackend, type Scalar, stack, tidy } from "@tensorflow/tfjs-core";

/** Steps whose losses a GPU may keep before they are read together. */
const STEPS_ON_GPU = 16;

/** The loss of one step of an epoch. */
export interface BatchLoss {
  /** Step within the epoch, from 1. */
  readonly batch: number;
  readonly loss: number;
}

/**
 * Losses of the steps taken. They are read one by one, but on a GPU, where reading waits for all that went before, several at a
 * time and while the next steps are under way.
 */
export class LossQueue {
  readonly #isDeferred = getBackend() === "webgpu";
  #waiting: { batch: number; loss: Scalar }[] = [];
  #reading: Promise<BatchLoss[]> | undefined;

  /** Takes the loss of a step over. */
  add(batch: number, loss: Scalar): void {
    this.#waiting.push({ batch, loss });
  }

  get isFull(): boolean {
    return this.#waiting.length >= (this.#isDeferred ? STEPS_ON_GPU : 1);
  }

  /** Begins to read the losses added, and returns those that were begun before, in order; with `all` these too. */
  async read(all: boolean): Promise<BatchLoss[]> {
    const before = this.#reading;
    const reading = this.#begin();
    // That the GPU was lost, the reading before has told, if this one is not waited for any more.
    reading.catch(() => undefined);
    this.#reading = reading;
    const losses = (await before) ?? [];
    if (!all && this.#isDeferred) return losses;
    this.#reading = undefined;
    return [...losses, ...(await reading)];
  }

  async #begin(): Promise<BatchLoss[]> {
    const batches = this.#waiting.map(({ batch }) => batch);
    const losses = tidy(() => stack(this.#waiting.map(({ loss }) => loss)));
    this.#forget();
    try {
      const values = await losses.data();
      return batches.map((batch, i) => ({ batch, loss: values[i]! }));
    } finally {
      losses.dispose();
    }
  }

  /** Forgets what has not been read. */
  dispose(): void {
    this.#forget();
    this.#reading = undefined;
  }

  #forget(): void {
    for (const { loss } of this.#waiting) loss.dispose();
    this.#waiting = [];
  }
}
