import { readFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { openDataset } from "@elbowjs/mnist-data";
import { sharedData } from "@elbowjs/test-kit/shared-data";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { pretrained } from "../src/pretrained.js";

const data = sharedData("the pretrained autoencoders on MNIST");

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

describe.each([30, 2] as const)("pretrained({ units: %d })", (units) => {
  it("has the paper's widths, and leaves nothing when it is disposed of", async () => {
    const before = memory().numTensors;
    const model = await pretrained({ units });
    expect(model.options.widths).toEqual([784, 1000, 500, 250, units]);
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it.skipIf(data === undefined)("has the squared error that its card states", async () => {
    const card = readFileSync(new URL("../weights/README.md", import.meta.url), "utf8");
    const stated = Number(new RegExp(`mnist-${units}\\.safetensors[^#]*?error (\\d+\\.\\d+)`).exec(card)![1]);
    const model = await pretrained({ units });
    const { test } = await openDataset("mnist", { dataDir: data! });
    const { squaredError } = await model.evaluate(test);
    expect(Math.abs(squaredError - stated)).toBeLessThan(0.006);
    model.dispose();
  });
});

it("pretrained refuses other units and says where it looked when there is nothing", async () => {
  await expect(pretrained({ units: 3 as 2 })).rejects.toThrow(/expected units to be one of 30, 2, got 3/);
  const none = new URL("../weights/none.safetensors", import.meta.url);
  await expect(pretrained({ url: none })).rejects.toThrow(/none\.safetensors/);
});
