/** Threads of which each can have two calls waiting in the queue. */
export const MOST_THREADS = 32;
/** A bound, not a measurement: two parts for each thread have to fit the queue, and the kernels of a training step are short. */
const MOST = 16;

/**
 * The threads that kernels can use here: as many as the machine runs at a time, where memory can be shared with them, which is
 * Node, and a page that is cross-origin isolated; else 1.
 */
export function availableThreads(): number {
  if (!canShareMemory()) return 1;
  const isNode = typeof Worker === "undefined";
  const cores = isNode
    ? process.getBuiltinModule("node:os").availableParallelism()
    : navigator.hardwareConcurrency;
  return Math.max(1, Math.min(cores, MOST));
}

function canShareMemory(): boolean {
  const isNode = typeof Worker === "undefined";
  if (!((globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated ?? isNode)) return false;
  try {
    // All that tfjs's heap may grow to is reserved at once, which a narrow address space refuses.
    new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
    return true;
  } catch {
    return false;
  }
}
