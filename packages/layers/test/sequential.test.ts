import { useBackend } from "@elbowjs/backend";
import { defaultRng } from "@elbowjs/numpy-random";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import { memory, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  batchNorm,
  conv2d,
  dropout,
  flatten,
  joinContext,
  type LayerFactory,
  leakyRelu,
  linear,
  randomWeights,
  relu,
  Sequential,
  weightsOf,
} from "../src/index.js";

const training = (seed: number) => {
  const random = defaultRng(seed);
  return { training: true, random: () => random.random() };
};

const image = () =>
  tensor(
    Float32Array.from({ length: 3 * 36 }, (_, i) => Math.sin(i)),
    [3, 6, 6, 1],
  );

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], () => {
  const stacks: [string, LayerFactory[]][] = [
    ["ReLU, BatchNorm, Dropout", [relu(), batchNorm(), dropout({ rate: 0.3 })]],
    ["BatchNorm, Dropout", [batchNorm(), dropout({ rate: 0.3 })]],
    ["ReLU, BatchNorm", [relu(), batchNorm()]],
    ["LeakyReLU, BatchNorm", [leakyRelu(), batchNorm()]],
    [
      "BatchNorm, ReLU, BatchNorm, Dropout, Dropout",
      [batchNorm(), relu(), batchNorm(), dropout({ rate: 0.1 }), dropout({ rate: 0.2 })],
    ],
  ];

  it.each(stacks)("%s fused in training gives what the layers give one by one", async (_, pointwise) => {
    const before = memory().numTensors;
    const factories = [conv2d({ channels: 4, kernel: 3 }), ...pointwise, flatten(), linear({ units: 2 })];
    const [whole, apart] = [0, 1].map(
      () => new Sequential([6, 6, 1], factories, randomWeights(defaultRng(5))),
    ) as [Sequential, Sequential];
    const x = image();
    const fused = whole.apply(x, training(9));
    const pass = training(9);
    let value: Tensor = x.clone();
    for (const layer of apart.layers) {
      const next: Tensor = tidy(() => layer.apply(value, pass));
      value.dispose();
      value = next;
    }
    expectClose(await fused.data(), await value.data(), { rtol: 1e-5, atol: 1e-5 });
    const state = async (network: Sequential) =>
      Promise.all([...network.namedWeights()].map(([, { variable }]) => variable.data()));
    for (const [i, statistics] of (await state(apart)).entries())
      expectClose((await state(whole))[i]!, statistics, { rtol: 1e-5, atol: 1e-6 });
    for (const used of [x, fused, value]) used.dispose();
    whole.dispose();
    apart.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe("Sequential", () => {
  it("keeps nothing of layers that did not fit", async () => {
    await useBackend({ prefer: ["cpu"] });
    const before = memory().numTensors;
    expect(
      () =>
        new Sequential(
          [6, 6, 1],
          [conv2d({ channels: 4, kernel: 3 }), linear({ units: 2 })],
          randomWeights(defaultRng(0)),
        ),
    ).toThrow("linear: expected a vector, got [4, 4, 4]");
    expect(memory().numTensors).toBe(before);
  });

  it("numbers its weights as PyTorch does, and weightsOf puts the network's name before", () => {
    const encoder = new Sequential(
      [3],
      [linear({ units: 2 }), relu(), linear({ units: 1 })],
      randomWeights(defaultRng(0)),
    );
    expect([...weightsOf({ encoder }).keys()]).toEqual([
      "encoder.0.weight",
      "encoder.0.bias",
      "encoder.2.weight",
      "encoder.2.bias",
    ]);
    encoder.dispose();
  });

  it("joinContext puts the context beside the vector, one row serving all", async () => {
    const network = new Sequential([2], [joinContext({ units: 3 })], randomWeights(defaultRng(0)));
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    const context = tensor([[7, 8, 9]]);
    const y = network.apply(x, { training: false, random: () => 0, context });
    expect([...(await y.data())]).toEqual([1, 2, 7, 8, 9, 3, 4, 7, 8, 9]);
    expect(() => network.apply(x, { training: false, random: () => 0 })).toThrow(
      new TypeError("joinContext: expected a pass with context, got none"),
    );
    for (const used of [x, y, context]) used.dispose();
  });
});
