import { nextTask } from "@elbowjs/backend";

/** Gives the page its turn every 50 ms; a step by itself never leaves the thread. */
export function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 50) return;
    await nextTask();
    last = performance.now();
  };
}
