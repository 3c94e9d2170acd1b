// One epoch of the k-means network in jax-js on its wasm backend: the update as one jitted function, each step awaited,
// as in that library's own MNIST demonstration (without waiting it is slower).
import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { defaultRng } from "@elbowjs/numpy-random";
import { blockUntilReady, defaultDevice, grad, init, jit, nn, numpy as np } from "@jax-js/jax";
import { answer, digitImages, features, pixels, size, split, timeSteps, useKernels } from "./data.mjs";

await init("wasm");
defaultDevice("wasm");

// An array is freed by its use; every use but the last takes a reference.
const loss = (centers, x) => {
  const halfNorms = np.square(centers.ref).sum(1).mul(0.5);
  const scores = np.matmul(x.ref, np.transpose(centers.ref)).sub(halfNorms);
  return np.square(np.matmul(nn.softmax(scores.mul(20), -1), centers).sub(x)).mean();
};
const update = jit((centers, x) => {
  const gradient = grad(loss)(centers.ref, x);
  return centers.sub(gradient.mul(4.5));
});

let centers = np.array(digitImages()).reshape([10, features]);
async function epoch(seed) {
  const order = defaultRng(seed).permutation(size);
  for (let start = 0; start < size; start += 64) {
    const n = Math.min(64, size - start);
    const batch = new Float32Array(n * features);
    for (let r = 0; r < n; r++) {
      const from = order[start + r] * features;
      for (let j = 0; j < features; j++) batch[r * features + j] = pixels[from + j] / 255;
    }
    centers = update(centers, np.array(batch).reshape([n, features]));
    await blockUntilReady(centers);
  }
}

const times = await timeSteps(epoch, { warmUp: 1, steps: 1 });
await useKernels();
const net = new KMeansNetwork({ k: 10, features });
await net.init(Float32Array.from(await centers.data()));
answer(times, { loss: Number((await net.evaluate(split)).loss.toFixed(4)), epochs: 2 });
