import { openDataset } from "@elbowjs/mnist-data";
import { sharedData } from "@elbowjs/test-kit/shared-data";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { describe, expect, it } from "vitest";
import {
  adagrad,
  adam,
  digitAccuracy,
  digitEpoch,
  digitNetwork,
  type Optimizer,
  rmsprop,
} from "../../src/index.js";

const dataDir = sharedData("training on real MNIST");

const all: [string, Optimizer<unknown>][] = [
  ["adagrad", adagrad({ learningRate: 0.02 })],
  ["rmsprop", rmsprop({ learningRate: 0.001 })],
  ["adam", adam({ learningRate: 0.001 })],
];
const rules = isThorough("optimisers but Adam on real MNIST") ? all : all.slice(-1);

describe("3-layer network on real MNIST", () => {
  it.skipIf(dataDir === undefined).each(rules)(
    "four epochs of %s on 10,000 digits recognise 90% of 2,000 unseen ones",
    async (_name, optimizer) => {
      const { train, test } = await openDataset("mnist", { dataDir: dataDir! });
      let network = digitNetwork([784, 64, 32, 10], { seed: 0 });
      let states: unknown[] | undefined;
      for (let epoch = 0; epoch < 4; epoch++) {
        const batches = train.take(10_000).batches({ batchSize: 64, shuffle: true, seed: 0, epoch });
        ({ network, states } = digitEpoch(network, batches, optimizer, states));
      }
      // The first 2,000 test digits are the harder ones.
      expect(digitAccuracy(network, test.take(2_000).batches({ batchSize: 500 }))).toBeGreaterThan(0.9);
    },
  );
});
