import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { useBackend } from "@elbowjs/backend";
import { openDataset } from "@elbowjs/mnist-data";
import { expect, it } from "vitest";
import { digitClassifier, sampleQuality } from "../src/index.js";

const dataDir =
  process.env["ELBOW_DATA_DIR"] ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const folder = `${dataDir}/mnist`;
if (!existsSync(folder))
  console.warn(`SKIPPED: the digit classifier on MNIST; no data in ${folder} (set ELBOW_DATA_DIR)`);

it.skipIf(!existsSync(folder))(
  "the digit classifier reads MNIST's test images as its card states",
  async () => {
    await useBackend({ prefer: ["wasm"] });
    const card = readFileSync(new URL("../weights/README.md", import.meta.url), "utf8");
    const stated = (words: RegExp) => Number(words.exec(card)![1]) / 100;
    const classifier = await digitClassifier();
    const { test } = await openDataset("mnist", { dataDir: folder });
    const { accuracy } = await classifier.evaluate(test);
    expect(accuracy).toBeGreaterThanOrEqual(0.99);
    // Other hardware may round a handful of the 10,000 to the other side.
    expect(Math.abs(accuracy - stated(/accuracy (99\.\d+)%/))).toBeLessThan(5e-4);
    const { confident } = await sampleQuality(classifier, test);
    expect(Math.abs(confident - stated(/(9\d\.\d)% of them with a probability/))).toBeLessThan(1e-3);
    classifier.dispose();
  },
);
