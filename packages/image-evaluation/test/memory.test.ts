import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { heldMemory } from "@elbowjs/test-kit/held-memory";
import { expect, it } from "vitest";
import { ImageClassifier } from "../src/index.js";

const labels = Uint8Array.from({ length: 40 }, (_, i) => i % 2);
const bytes = Uint8Array.from(hashed(1, 40 * 64), (value) => 255 * Math.abs(value));
const image = (i: number) => bytes.subarray(64 * i, 64 * (i + 1));

it("1,000 steps of training leave tensors and the WASM heap as they are", async () => {
  await useBackend({ prefer: ["wasm"] });
  const classifier = await ImageClassifier.create({ classes: 2, imageShape: [8, 8, 1], filters: [2, 2] });
  const seen: string[] = [];
  await classifier.fit(
    { size: 40, features: 64, labels, image },
    { epochs: 100, batchSize: 4, shift: 1, averageDecay: 0.9, onBatch: () => seen.push(heldMemory()) },
  );
  expect(seen.length).toBe(1000);
  expect(new Set(seen.slice(64)).size).toBe(1);
  classifier.dispose();
});
