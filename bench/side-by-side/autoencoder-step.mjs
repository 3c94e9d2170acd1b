// One SGD step of a deep dense autoencoder, the classic 784-1000-500-250-30 and back, in tfjs operations.
import {
  add,
  matMul,
  mean,
  mul,
  randomNormal,
  relu,
  square,
  sub,
  tensor2d,
  train,
  variable,
  zeros,
} from "@tensorflow/tfjs-core";
import { answer, features, images, timeSteps, useKernels } from "./data.mjs";

await useKernels();
const widths = [features, 1000, 500, 250, 30, 250, 500, 1000, features];
const layers = widths.slice(1).map((width, i) => ({
  weights: variable(mul(randomNormal([widths[i], width], 0, 1, "float32", i + 1), Math.sqrt(2 / widths[i]))),
  bias: variable(zeros([width])),
}));
const optimizer = train.sgd(0.01);
const x = tensor2d(images(0, 128), [128, features]);
let loss;
async function step() {
  const value = optimizer.minimize(() => {
    let h = x;
    layers.forEach(({ weights, bias }, i) => {
      h = add(matMul(h, weights), bias);
      if (i < layers.length - 1) h = relu(h);
    });
    return mean(square(sub(h, x)));
  }, true);
  loss = (await value.data())[0];
  value.dispose();
}
const isStock = process.argv[2] === "stock";
// An engine compiles on the way: its first tens of steps are slower.
const times = await timeSteps(step, isStock ? { warmUp: 3, steps: 5 } : { warmUp: 30, steps: 100 });
answer(times, { loss: Number(loss.toFixed(4)) });
