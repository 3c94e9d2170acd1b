import { nextTask } from "@elbowjs/backend";

/** Lets the event loop run now and then in a long computation, and notices an abort. */
export class Breather {
  readonly #signal: AbortSignal | undefined;
  #last: number = performance.now();

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
    signal?.throwIfAborted();
  }

  /** True when 30 ms have gone by since the last rest, so that a page still draws 30 times a second. */
  isDue(): boolean {
    return performance.now() - this.#last > 30;
  }

  /**
   * Yields once.
   *
   * @throws The signal's reason when it was aborted.
   */
  async rest(): Promise<void> {
    await nextTask();
    this.#signal?.throwIfAborted();
    this.#last = performance.now();
  }
}
