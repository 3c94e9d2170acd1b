// One epoch of the k-means network: KMeansNetwork on our kernels, or the loop that one would write in stock tfjs.
import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { defaultRng } from "@elbowjs/numpy-random";
import {
  matMul,
  mean,
  mul,
  softmax,
  square,
  sub,
  sum,
  tensor2d,
  train,
  variable,
} from "@tensorflow/tfjs-core";
import { answer, digitImages, features, pixels, size, split, timeSteps, useKernels } from "./data.mjs";

await useKernels();
const net = new KMeansNetwork({ k: 10, features });
await net.init(digitImages());

const oneEpoch = { epochs: 1, batchSize: 64, learningRate: 4.5 };
const ours = (epoch) => net.fit(split, { ...oneEpoch, seed: epoch });

let centers;
const optimizer = train.sgd(4.5);
async function stock(epoch) {
  centers ??= variable(tensor2d(digitImages(), [10, features]));
  const order = defaultRng(epoch).permutation(size);
  for (let start = 0; start < size; start += 64) {
    const n = Math.min(64, size - start);
    const batch = new Float32Array(n * features);
    for (let r = 0; r < n; r++) {
      const from = order[start + r] * features;
      for (let j = 0; j < features; j++) batch[r * features + j] = pixels[from + j] / 255;
    }
    const x = tensor2d(batch, [n, features]);
    optimizer.minimize(() => {
      const scores = sub(matMul(x, centers, false, true), mul(0.5, sum(square(centers), 1)));
      return mean(square(sub(matMul(softmax(mul(20, scores)), centers), x)));
    });
    x.dispose();
  }
  await centers.data();
}

const isStock = process.argv[2] === "stock";
const times = await timeSteps(isStock ? stock : ours, { warmUp: 1, steps: isStock ? 1 : 3 });
if (isStock) await net.init(Float32Array.from(await centers.data()));
const { loss } = await net.evaluate(split);
answer(times, { loss: Number(loss.toFixed(4)), epochs: isStock ? 2 : 4 });
