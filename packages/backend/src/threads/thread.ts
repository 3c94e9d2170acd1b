// The program of one thread. `build/thread.mjs` embeds it as text, since a page cannot know where a bundler has put a file.
import { CallQueue, type Functions } from "./call-queue.js";

/** What a thread needs to know. */
export interface ThreadJob {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly queue: SharedArrayBuffer;
  /** From 1; 0 is the thread that posts. */
  readonly thread: number;
}

function serve({ module, memory, queue, thread }: ThreadJob): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  new CallQueue(queue).serve(Object.values(exports) as unknown as Functions, thread);
}

if (typeof Worker === "undefined" && typeof postMessage === "undefined") {
  serve(process.getBuiltinModule("node:worker_threads").workerData as ThreadJob);
} else {
  globalThis.onmessage = ({ data }: MessageEvent<ThreadJob>) => serve(data);
}
