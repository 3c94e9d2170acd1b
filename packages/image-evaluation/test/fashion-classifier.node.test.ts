import { readFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { openDataset } from "@elbowjs/mnist-data";
import { sharedData } from "@elbowjs/test-kit/shared-data";
import { expect, it } from "vitest";
import { fashionClassifier, sampleQuality } from "../src/index.js";

const folder = sharedData("the clothes classifier on Fashion-MNIST", ["fashion-mnist"]);

it.skipIf(folder === undefined)(
  "the clothes classifier reads Fashion-MNIST's test images as its card states",
  async () => {
    await useBackend({ prefer: ["wasm"] });
    const cards = readFileSync(new URL("../weights/README.md", import.meta.url), "utf8");
    const card = cards.slice(cards.indexOf("# fashion-mnist-classifier"));
    const stated = (words: RegExp) => Number(words.exec(card)![1]) / 100;
    const classifier = await fashionClassifier();
    const { test } = await openDataset("fashion-mnist", { dataDir: `${folder}/fashion-mnist` });
    const { accuracy } = await classifier.evaluate(test);
    expect(accuracy).toBeGreaterThanOrEqual(0.915);
    // Other hardware may round a handful of the 10,000 to the other side.
    expect(Math.abs(accuracy - stated(/accuracy (9\d\.\d+)%/))).toBeLessThan(5e-4);
    const { confident } = await sampleQuality(classifier, test);
    expect(Math.abs(confident - stated(/(\d\d\.\d)% of them with a probability/))).toBeLessThan(1e-3);
    classifier.dispose();
  },
);
