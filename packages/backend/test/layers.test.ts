import { openDataset } from "@elbowjs/mnist-data";
import {
  memory,
  type Optimizer,
  oneHot,
  type Tensor,
  tensor1d,
  tensor4d,
  train,
} from "@tensorflow/tfjs-core";
import { layers, type Sequential, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { useBackend } from "../src/index.js";
import { registerTrainingKernels } from "../src/kernels/index.js";
import { kinds } from "./kernels/on-backends.js";

const batchSize = 16;
const { train: digits } = await openDataset("digits", { size: { train: 12 * batchSize, test: 10 }, seed: 1 });

/** What a user of the layers API writes: nothing in it knows of our kernels. */
function network(): Sequential {
  const kernelInitializer = (seed: number) => ({ className: "GlorotUniform", config: { seed } }) as never;
  return sequential({
    layers: [
      layers.conv2d({
        inputShape: [28, 28, 1],
        filters: 4,
        kernelSize: 3,
        padding: "same",
        // A bias that the normalisation takes away again has a gradient of pure rounding, which Adam would make steps of.
        useBias: false,
        kernelInitializer: kernelInitializer(1),
      }),
      layers.batchNormalization(),
      layers.activation({ activation: "relu" }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({
        filters: 8,
        kernelSize: 5,
        strides: 2,
        activation: "relu",
        kernelInitializer: kernelInitializer(2),
      }),
      layers.batchNormalization(),
      layers.flatten(),
      layers.dense({ units: 10, activation: "softmax", kernelInitializer: kernelInitializer(3) }),
    ],
  });
}

interface Run {
  /** Cross-entropy of each step's batch before the step. */
  losses: number[];
  /** Class probabilities of the first images after training, with the moving averages of the batch normalisation. */
  probabilities: Float32Array;
  /** tfjs's count of tensors after each step. */
  tensors: number[];
}

/** One epoch on the backend in use. */
async function run(optimizer: Optimizer): Promise<Run> {
  const model = network();
  model.compile({ optimizer, loss: "categoricalCrossentropy" });
  const losses: number[] = [];
  const tensors: number[] = [];
  for (const { images, labels } of digits.batches({ batchSize, shuffle: true, seed: 3 })) {
    const x = tensor4d(images, [batchSize, 28, 28, 1]);
    const indices = tensor1d(Int32Array.from(labels), "int32");
    const y = oneHot(indices, 10);
    losses.push((await model.trainOnBatch(x, y)) as number);
    for (const t of [x, indices, y]) t.dispose();
    tensors.push(memory().numTensors);
  }
  const pixels = Float32Array.from({ length: 16 * 784 }, (_, i) => digits.pixels[i]! / 255);
  const x = tensor4d(pixels, [16, 28, 28, 1]);
  const prediction = model.predict(x) as Tensor;
  const probabilities = Float32Array.from(await prediction.data());
  for (const t of [x, prediction]) t.dispose();
  model.dispose();
  optimizer.dispose();
  return { losses, probabilities, tensors };
}

const optimizers: Record<string, () => Optimizer> = {
  sgd: () => train.sgd(0.05),
  adam: () => train.adam(0.01),
};

describe("a convolutional network of @tensorflow/tfjs-layers, trained on digits", () => {
  for (const [name, optimizer] of Object.entries(optimizers)) {
    it(`with ${name} has the losses and the predictions of the CPU backend`, async () => {
      await useBackend({ prefer: ["cpu"] });
      const want = await run(optimizer());
      expect(want.losses.at(-1)!).toBeLessThan(0.7 * want.losses[0]!);
      for (const kind of kinds) {
        expect((await useBackend({ prefer: ["wasm"], kernels: "elbow" })).kernels).toBe("elbow");
        registerTrainingKernels({ kind });
        const got = await run(optimizer());
        for (const [i, loss] of got.losses.entries()) {
          expect(Math.abs(loss / want.losses[i]! - 1)).toBeLessThan(1e-5);
        }
        for (const [i, p] of got.probabilities.entries()) {
          expect(Math.abs(p - want.probabilities[i]!)).toBeLessThan(1e-5);
        }
        // The first step makes the optimizer's own; after it nothing is left behind.
        expect(new Set(got.tensors.slice(1)).size).toBe(1);
      }
    });
  }

  it("cannot be trained on tfjs's own WASM kernels, which lack the gradient of a filter", async () => {
    await useBackend({ prefer: ["wasm"], kernels: "stock" });
    await expect(run(train.sgd(0.05))).rejects.toThrow(/Conv2DBackpropFilter/);
  });
});
