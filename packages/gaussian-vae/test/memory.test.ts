import { useBackend } from "@elbowjs/backend";
import { hashed } from "@elbowjs/test-kit/hashed";
import { heldMemory } from "@elbowjs/test-kit/held-memory";
import { beforeAll, describe, expect, it } from "vitest";
import { GaussianVae } from "../src/index.js";

const pixels = hashed(1, 40 * 64).map(Math.abs);

describe("1,000 steps of training leave tensors and the WASM heap as they are", () => {
  beforeAll(async () => {
    await useBackend({ prefer: ["wasm"] });
  });

  it("of the Gaussian autoencoder: convolutions, dropout, Adam, averaged weights, KL warm-up", async () => {
    const vae = await GaussianVae.create({
      latent: 2,
      imageShape: [8, 8, 1],
      stages: [
        { type: "conv2d", channels: 2, kernel: 3, stride: 1 },
        { type: "maxPool2d", size: 2 },
        { type: "flatten" },
      ],
    });
    const seen: string[] = [];
    await vae.fit(pixels, {
      epochs: 100,
      batchSize: 4,
      optimizer: { type: "adam" },
      clipNorm: 1,
      averageDecay: 0.9,
      klWarmup: 0.5,
      onBatch: () => seen.push(heldMemory()),
    });
    expect(seen.length).toBe(1000);
    // The first epochs make what the later ones use again; copies of good weights are taken every 32 steps.
    expect(new Set(seen.slice(64)).size).toBe(1);
    vae.dispose();
  });
});
