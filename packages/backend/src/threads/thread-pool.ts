import { threadSource } from "../generated/thread.js";
import { CallQueue, type Calls, type Functions, SLOTS } from "./call-queue.js";
import type { ThreadJob } from "./thread.js";

/** A web worker or one of Node's, as far as the pool needs it. */
interface Thread {
  terminate(): unknown;
  unref?(): void;
}

/**
 * Threads that share a memory and each hold an instance of one kernel module. The thread that made the pool does its part of
 * the work itself, so that nothing waits for threads that are still starting, or cannot start.
 */
export class ThreadPool {
  /** Threads, this one included. */
  readonly size: number;
  readonly #queue: CallQueue;
  readonly #functions: Functions;
  readonly #canSleep = canSleep();
  #threads: Thread[];

  /** @param memory shared, and imported by the module as `env.memory`. */
  constructor(size: number, module: WebAssembly.Module, memory: WebAssembly.Memory, functions: Functions) {
    const queue = CallQueue.allocate();
    this.size = size;
    this.#queue = new CallQueue(queue);
    this.#functions = functions;
    this.#threads = Array.from({ length: size - 1 }, (_, i) =>
      startThread({ module, memory, queue, thread: i + 1 }),
    );
  }

  /** Makes the calls, on this thread and the others, and returns when all are done. */
  run({ calls, ...rest }: Calls): void {
    for (let first = 0; first < calls.length; first += SLOTS) {
      const some = calls.length <= SLOTS ? calls : calls.slice(first, first + SLOTS);
      this.#queue.post({ ...rest, calls: some });
      this.#queue.takeTurns(this.#functions, 0);
      this.#queue.finish(this.#canSleep);
    }
  }

  /** Ends the other threads; the pool is of no use afterwards. */
  dispose(): void {
    for (const thread of this.#threads) thread.terminate();
    this.#threads = [];
  }
}

/** An idle thread does not keep a program of Node's from ending. */
function startThread(job: ThreadJob): Thread {
  if (typeof Worker === "undefined") {
    const { Worker } = process.getBuiltinModule("node:worker_threads");
    const thread = new Worker(threadSource, { eval: true, workerData: job });
    thread.unref();
    return thread;
  }
  const url = URL.createObjectURL(new Blob([threadSource], { type: "text/javascript" }));
  const thread: Worker & Thread = new Worker(url, { name: "elbow-kernels" });
  thread.unref?.();
  thread.postMessage(job);
  return thread;
}

/** A page's main thread may not sleep. */
function canSleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
}
