// One training step of a small convolutional network of @tensorflow/tfjs-layers: the layers API as its users write it.
import { oneHot, tensor1d, tensor4d, train } from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { answer, images, labels, timeSteps, useKernels } from "./data.mjs";
import { composeFilterGradient } from "./stock-filter-gradient.mjs";

await useKernels();
const isStock = process.argv[2] === "stock";
if (isStock) composeFilterGradient();

const batchSize = 64;
const initializer = (seed) => ({ kernelInitializer: { className: "GlorotUniform", config: { seed } } });
const model = sequential({
  layers: [
    layers.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, useBias: false, ...initializer(1) }),
    layers.batchNormalization(),
    layers.activation({ activation: "relu" }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.conv2d({ filters: 64, kernelSize: 3, useBias: false, ...initializer(2) }),
    layers.batchNormalization(),
    layers.activation({ activation: "relu" }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 128, activation: "relu", ...initializer(3) }),
    layers.dense({ units: 10, activation: "softmax", ...initializer(4) }),
  ],
});
model.compile({ optimizer: train.adam(0.001), loss: "categoricalCrossentropy" });

let loss;
async function step(i) {
  const x = tensor4d(images(i * batchSize, batchSize), [batchSize, 28, 28, 1]);
  const indices = tensor1d(Int32Array.from(labels.subarray(i * batchSize, (i + 1) * batchSize)), "int32");
  const y = oneHot(indices, 10);
  loss = await model.trainOnBatch(x, y);
  for (const t of [x, indices, y]) t.dispose();
}
// As many steps for both, so that the losses can be compared.
const times = await timeSteps(step, { warmUp: 2, steps: 8 });
answer(times, { loss: Number(loss.toFixed(4)) });
