import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { getBackend, reshape, type Scalar, stack, tidy } from "@tensorflow/tfjs-core";

/** Steps whose losses a GPU may keep before they are read together. */
const STEPS_ON_GPU = 16;

/** The losses of one batch. */
export interface BatchLosses {
  /** Number of the batch. */
  readonly batch: number;
  /** One per player. */
  readonly losses: readonly number[];
}

/**
 * Losses of the steps taken. They are read one by one, but on a GPU, where reading waits for all that went before, several at a
 * time and while the next steps are under way.
 */
export class LossQueue {
  readonly #isDeferred = getBackend() === "webgpu";
  #waiting: { batch: number; losses: readonly Scalar[] }[] = [];
  #reading: Promise<BatchLosses[]> | undefined;

  /** Takes the losses of a batch over. */
  add(batch: number, losses: readonly Scalar[]): void {
    checkNumbers("LossQueue.add", { batch: [batch, "integer ≥ 0"] });
    checkKinds("LossQueue.add", { losses: [losses, ["Tensor"]] });
    this.#waiting.push({ batch, losses });
  }

  get isFull(): boolean {
    return this.#waiting.length >= (this.#isDeferred ? STEPS_ON_GPU : 1);
  }

  /** Begins to read the losses added, and returns those that were begun before, in order; with `all` these too. */
  async read(all: boolean): Promise<BatchLosses[]> {
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

  async #begin(): Promise<BatchLosses[]> {
    if (this.#waiting.every(({ losses }) => losses.length === 0)) {
      const batches = this.#waiting.map(({ batch }) => ({ batch, losses: [] }));
      this.#forget();
      return batches;
    }
    const batches = this.#waiting.map(({ batch, losses }) => ({ batch, players: losses.length }));
    const losses = tidy(() =>
      stack(this.#waiting.flatMap(({ losses }) => losses.map((loss) => reshape(loss, [])))),
    );
    this.#forget();
    try {
      const values = await losses.data();
      let at = 0;
      return batches.map(({ batch, players }) => ({
        batch,
        losses: Array.from(values.subarray(at, (at += players))),
      }));
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
    for (const { losses } of this.#waiting) for (const loss of losses) loss.dispose();
    this.#waiting = [];
  }
}
