// One worker of the pool: clusters from the start that a seed gives, and answers with the result.
import { parentPort, workerData } from "node:worker_threads";
import { lloyd } from "@elbowjs/kmeans-nn";

const { pixels, size, features, k } = workerData;
const rows = Uint32Array.from({ length: size }, (_, i) => i);

parentPort.on("message", async (seed) => {
  const { inertia, iterations, centers } = await lloyd({ size, features, pixels, rows }, { k, seed });
  parentPort.postMessage({ seed, inertia, iterations, centers });
});
