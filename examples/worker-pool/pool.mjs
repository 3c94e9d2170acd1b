// k-means depends on where it starts. This tries several starts at once, one worker thread a start, and keeps the best.
// The pixels are shared, not copied.
//
//   node examples/worker-pool/pool.mjs
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { openDataset } from "@elbowjs/mnist-data";

const starts = 6;
const { train } = await openDataset("digits", { size: { train: 2000, test: 1 } });
const pixels = new Uint8Array(new SharedArrayBuffer(train.pixels.length));
pixels.set(train.pixels);

/** Clusters from one start after another, until none is left. */
async function work(queue, results) {
  const worker = new Worker(new URL("start.mjs", import.meta.url), {
    workerData: { pixels, size: train.size, features: train.features, k: 10 },
  });
  for (let seed = queue.next(); !seed.done; seed = queue.next()) {
    worker.postMessage(seed.value);
    results.push(
      await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject)),
    );
  }
  await worker.terminate();
}

const results = [];
const queue = Array.from({ length: starts }, (_, seed) => seed).values();
const threads = Math.min(starts, availableParallelism());
await Promise.all(Array.from({ length: threads }, () => work(queue, results)));

results.sort((a, b) => a.inertia - b.inertia || a.seed - b.seed);
for (const { seed, inertia, iterations } of results)
  console.log(`seed ${seed}: inertia ${inertia.toFixed(2)} after ${iterations} passes`);
console.log(`Best of ${results.length}: seed ${results[0].seed}`);
