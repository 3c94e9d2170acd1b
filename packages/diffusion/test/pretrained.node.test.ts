import { readFileSync, statSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { digitClassifier, frechetDistance, nearestImages, sampleQuality } from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";
import { toSamples } from "@elbowjs/samples";
import { sharedData } from "@elbowjs/test-kit/shared-data";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { tensor } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { pretrained } from "../src/pretrained.js";

const folder = sharedData("the pretrained diffusion model on MNIST");
const card = readFileSync(new URL("../weights/README.md", import.meta.url), "utf8");
const reads = isThorough("1,000 digits of the pretrained diffusion model");

beforeAll(async () => {
  await useBackend({ prefer: ["wasm"] });
});

it("pretrained() samples images in [0, 1], from at most 1 MB and 0.5 M weights", async () => {
  using model = await pretrained();
  const images = model.sample(4, { seed: 1, steps: 10 });
  expect(images.shape).toEqual([4, 28, 28, 1]);
  for (const value of await images.data()) expect(value >= 0 && value <= 1).toBe(true);
  images.dispose();
  expect(statSync(new URL("../weights/mnist.safetensors", import.meta.url)).size).toBeLessThanOrEqual(1e6);
  const count = [...model.weights().values()].reduce((sum, { variable }) => sum + variable.size, 0);
  expect(count).toBeLessThanOrEqual(5e5);
  expect(card).toContain(`${new Intl.NumberFormat("en").format(425_577)} weights`);
});

it("digits that are asked for are read as what they are", async () => {
  using model = await pretrained();
  const classifier = await digitClassifier();
  const label = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  const images = model.sample(10, { seed: 2, steps: 20, label, guidance: 1 });
  const data = (await images.data()) as Float32Array;
  images.dispose();
  const { read } = await sampleQuality(classifier, { data, shape: [10, 28, 28, 1] });
  classifier.dispose();
  expect(label.filter((digit) => read.classes[digit] === digit).length).toBeGreaterThanOrEqual(9);
});

it.skipIf(folder === undefined || !reads)(
  "its samples are worth what its card states",
  async () => {
    const classifier = await digitClassifier();
    using model = await pretrained();
    const { train, test } = await openDataset("mnist", { dataDir: `${folder}/mnist` });
    const real = await sampleQuality(classifier, test);
    const sampler = {
      sample: (n: number, { seed }: { readonly seed: number }) => model.sample(n, { seed, steps: 20 }),
    };
    const made = await sampleQuality(classifier, sampler, { count: 1000 });
    const stated = (words: RegExp) => Number(words.exec(card)![1]);
    // Other hardware may read a handful otherwise.
    expect(
      Math.abs(frechetDistance(made.features, real.features) - stated(/distance of (\d\.\d\d)/)),
    ).toBeLessThan(0.03);
    expect(Math.abs(100 * made.confident - stated(/reads (\d\d\.\d)% of them/))).toBeLessThan(0.5);
    expect(Math.abs(100 * made.balance.rarest - stated(/rarest class (\d\.\d)%/))).toBeLessThan(0.5);
    classifier.dispose();
    // No copies: the nearest training image of a sample is no nearer than that of a test image.
    const [ours, held] = [
      model.sample(100, { seed: 3, steps: 20 }),
      tensor((await toSamples("test", test)).slice(0, 100), [100, 28, 28, 1]),
    ];
    const median = async (images: typeof ours) =>
      (await nearestImages(images, train)).map(({ distance }) => distance).sort((a, b) => a - b)[50]!;
    expect(await median(ours)).toBeGreaterThan(0.6 * (await median(held)));
    for (const images of [ours, held]) images.dispose();
  },
  600_000,
);
