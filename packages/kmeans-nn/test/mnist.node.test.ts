import { useBackend } from "@elbowjs/backend";
import { type Dataset, openDataset } from "@elbowjs/mnist-data";
import { sharedData } from "@elbowjs/test-kit/shared-data";
import { beforeAll, describe, expect, it } from "vitest";
import { confusionTable, cosine, KMeansNetwork } from "../src/index.js";
import { fitLosses } from "./fit-losses.js";

const folder = sharedData("training on real MNIST");

describe.skipIf(folder === undefined)("on real MNIST", () => {
  let data: Dataset;
  beforeAll(async () => {
    await useBackend({ prefer: ["wasm"] });
    data = await openDataset("mnist", { dataDir: folder! });
  });

  it("fit(train) from digit images falls in an epoch as PyTorch's loop does, and the table sums to 60,000", async () => {
    const net = new KMeansNetwork({ k: 10, features: 784 });
    await net.init("digit-images", data.train);
    expect(await fitLosses(net, data.train, { epochs: 1 })).toHaveLength(938);
    const { loss, usedClusters } = await net.evaluate(data.test);
    // Five seeds after one epoch: 0.0576 to 0.0610.
    expect(loss).toBeGreaterThan(0.055);
    expect(loss).toBeLessThan(0.063);
    expect(usedClusters).toBe(10);

    const bulk = await net.assign(data.train);
    const table = confusionTable(data.train.labels, bulk, { classes: 10, k: 10 });
    expect(table.flat().reduce((a, b) => a + b)).toBe(60_000);
    const single = new Int32Array(1000);
    for (let i = 0; i < 1000; i++) single[i] = (await net.assign(data.train.subset([i])))[0]!;
    expect(single).toEqual(bulk.slice(0, 1000));
    net.dispose();
  });

  it("fit(train) from uniform centres collapses, and evaluate(test) says so", async () => {
    const net = new KMeansNetwork({ k: 10, features: 784 });
    await net.init("uniform");
    await net.fit(data.train, { epochs: 1 });
    const { loss, usedClusters, collapsed } = await net.evaluate(data.test);
    expect({ usedClusters, collapsed }).toEqual({ usedClusters: 1, collapsed: true });
    expect(loss).toBeCloseTo(0.0675, 3); // of the mean image, all that one centre can do
    net.dispose();
  });

  it("fit(train) with 'normalized' and revive goes below 0.052 in three epochs from uniform centres", async () => {
    const net = new KMeansNetwork({ k: 10, features: 784, update: "normalized" });
    await net.init("uniform");
    const { epochs } = await net.fit(data.train, { epochs: 3, learningRate: cosine(4.5, 0), revive: true });
    expect(epochs[2]!.revived).toBe(0);
    const { loss, usedClusters } = await net.evaluate(data.test);
    expect(loss).toBeLessThan(0.052);
    expect(usedClusters).toBe(10);
    net.dispose();
  });
});
