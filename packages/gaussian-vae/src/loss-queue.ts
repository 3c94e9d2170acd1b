import { getBackend, type Scalar, stack, tidy } from "@tensorflow/tfjs-core";

/** Steps whose losses a GPU may keep before they are read together: each reading waits for everything before it. */
const STEPS_ON_GPU = 16;

/** Losses of the steps taken, read one by one, or several at a time where reading is dear. */
export class LossQueue {
  readonly #room = getBackend() === "webgpu" ? STEPS_ON_GPU : 1;
  #waiting: Scalar[] = [];

  /** Takes the loss of the next step over. */
  add(loss: Scalar): void {
    this.#waiting.push(loss);
  }

  get isFull(): boolean {
    return this.#waiting.length >= this.#room;
  }

  /** The losses since the last reading, in order. */
  async read(): Promise<Float32Array> {
    const losses = tidy(() => stack(this.#waiting));
    this.dispose();
    try {
      return (await losses.data()) as Float32Array;
    } finally {
      losses.dispose();
    }
  }

  /** Forgets what has not been read. */
  dispose(): void {
    for (const loss of this.#waiting) loss.dispose();
    this.#waiting = [];
  }
}
