import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { heldMemory } from "@elbowjs/test-kit/held-memory";
import { expect, it } from "vitest";
import { DeepAutoencoder, saltAndPepper } from "../src/index.js";

it("1,000 steps of training leave tensors and the WASM heap as they are", async () => {
  await useBackend({ prefer: ["wasm"] });
  const model = await DeepAutoencoder.create({ widths: [16, 8, 2] });
  const seen: string[] = [];
  await model.fit(hashed(1, 40 * 16).map(Math.abs), {
    epochs: 100,
    batchSize: 4,
    corrupt: saltAndPepper(0.2),
    sparsity: 0.01,
    averageDecay: 0.9,
    onBatch: () => seen.push(heldMemory()),
  });
  expect(seen.length).toBe(1000);
  // The first epochs make what the later ones use again; copies of good weights are taken every 32 steps.
  expect(new Set(seen.slice(64)).size).toBe(1);
  model.dispose();
});
