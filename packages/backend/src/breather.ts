import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { nextTask } from "./next-task.js";

/** Options of {@link breather}. */
export interface BreatherOptions {
  /** Time between two rests, ≥ 0. Default 30, so that a page still draws 30 times a second. */
  readonly milliseconds?: number;
  /** Aborts the computation. Default none. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets the event loop run now and then in a long computation, and notices an abort: the function returned does nothing until
 * its time has come, then waits for the {@link nextTask}.
 *
 * @returns what to call in the loop, `await breathe()`. Before its time it returns undefined, so that a loop of many short
 * turns can leave the `await` out: `const rest = breathe(); if (rest) await rest;`.
 * @throws RangeError if `milliseconds` is negative or NaN; the signal's reason if it is aborted, here and in the loop.
 */
export function breather(options: BreatherOptions = {}): () => Promise<void> | undefined {
  checkOptions("breather", options, ["milliseconds", "signal"]);
  const { milliseconds = 30, signal } = options;
  checkNumbers("breather", { milliseconds: [milliseconds, "≥ 0"] });
  checkKinds("breather", { signal: [signal, "AbortSignal or undefined"] });
  signal?.throwIfAborted();
  let last = performance.now();
  return () => {
    signal?.throwIfAborted();
    if (performance.now() - last < milliseconds) return undefined;
    return nextTask().then(() => {
      signal?.throwIfAborted();
      last = performance.now();
    });
  };
}
