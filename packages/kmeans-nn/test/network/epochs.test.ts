import { useBackend } from "@elbowjs/backend";
import { openDataset } from "@elbowjs/mnist-data";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import { sha256 } from "@elbowjs/test-kit/sha256";
import { expect, it } from "vitest";
import { KMeansNetwork, type KMeansNetworkJSON } from "../../src/index.js";
import { fitLosses } from "../fit-losses.js";
// Node on WASM; made by fixtures/make-digits-run.mjs, to be run again when the generator of digits changes.
import fixture from "../fixtures/digits-run.json" with { type: "json" };

const { train: trainSize, test: testSize, batchSize, epochs, learningRate, seed } = fixture.settings;
const { train, test } = await openDataset("digits", { size: { train: trainSize, test: testSize }, seed });

it("openDataset('digits') draws the bytes that the fixture was made with", async () => {
  expect(await sha256(train.pixels)).toBe(fixture.sha256);
});

// In Node the software GPU takes a minute; there step-kernel.test.ts and k-means-network.test.ts have it.
onEachBackend(useBackend, "document" in globalThis ? ["wasm", "webgpu"] : ["wasm"], () => {
  it("a training on digits starts with Node's first step, and comes to Node's loss with every centre alive", async () => {
    const net = new KMeansNetwork({ k: 10, features: 784 });
    await net.init("digit-images", train, { seed });
    const loss = await net.partialFit(train.take(batchSize), { learningRate });
    expectClose([loss], [fixture.firstStep.loss], { rtol: 0, atol: 1e-4 });
    const nodes = KMeansNetwork.fromJSON(fixture.firstStep.network as KMeansNetworkJSON);
    expectClose(await net.readCenters(), await nodes.readCenters(), { rtol: 0, atol: 1e-4 });

    const before = await net.evaluate(test);
    const batchLoss = await fitLosses(net, train, { epochs, batchSize, learningRate, seed });
    expect(batchLoss).toHaveLength(fixture.steps);
    const after = await net.evaluate(test);
    expect(after.loss).toBeLessThan(before.loss);
    expect(Math.abs(after.loss - fixture.testLoss)).toBeLessThan(0.003);
    expect(after.usedClusters).toBe(10);
    net.dispose();
  });
});
