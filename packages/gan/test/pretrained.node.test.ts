import { readFileSync, statSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { digitClassifier, frechetDistance, sampleQuality } from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";
import { sharedData } from "@elbowjs/test-kit/shared-data";
import { beforeAll, expect, it } from "vitest";
import { pretrained } from "../src/pretrained.js";

const folder = sharedData("the pretrained GAN on MNIST");
const card = readFileSync(new URL("../weights/README.md", import.meta.url), "utf8");

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

it("pretrained() samples images in [0, 1], from at most 1 MB", async () => {
  using gan = await pretrained();
  const images = gan.sample(10, { seed: 1 });
  expect(images.shape).toEqual([10, 28, 28, 1]);
  for (const value of await images.data()) expect(value >= 0 && value <= 1).toBe(true);
  images.dispose();
  expect(statSync(new URL("../weights/mnist.safetensors", import.meta.url)).size).toBeLessThanOrEqual(1e6);
});

it.skipIf(folder === undefined)("its samples are worth what its card states", async () => {
  const classifier = await digitClassifier();
  using gan = await pretrained();
  const { test } = await openDataset("mnist", { dataDir: `${folder}/mnist` });
  const real = await sampleQuality(classifier, test);
  const made = await sampleQuality(classifier, gan, { count: 10_000 });
  const stated = (words: RegExp) => Number(words.exec(card)![1]);
  // Other hardware may read a handful of the 10,000 otherwise.
  expect(
    Math.abs(frechetDistance(made.features, real.features) - stated(/distance of (\d\.\d\d)/)),
  ).toBeLessThan(0.02);
  expect(Math.abs(100 * made.confident - stated(/reads (\d\d\.\d)% of them/))).toBeLessThan(0.15);
  expect(Math.abs(100 * made.balance.rarest - stated(/rarest class (\d\.\d)%/))).toBeLessThan(0.15);
  classifier.dispose();
});
