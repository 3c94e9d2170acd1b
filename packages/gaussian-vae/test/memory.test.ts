import { useBackend } from "@elbowjs/backend";
import { wasmHeapBytes } from "@elbowjs/test-kit/wasm-heap";
import { findBackend, memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { ImageClassifier } from "../src/classifier/index.js";
import { GaussianVae } from "../src/index.js";
import { hashed } from "./parity-weights.js";

/** What a step may not add to: tensors, their bytes, and the WASM heap. */
function held(): string {
  const { numTensors, numBytes } = memory();
  return `${numTensors} tensors, ${numBytes} bytes, heap ${wasmHeapBytes(findBackend("wasm"))}`;
}

const pixels = hashed(1, 40 * 64).map(Math.abs);
const labels = Uint8Array.from({ length: 40 }, (_, i) => i % 2);
const bytes = Uint8Array.from(pixels, (value) => 255 * value);
const image = (i: number) => bytes.subarray(64 * i, 64 * (i + 1));

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
      onBatch: () => seen.push(held()),
    });
    expect(seen.length).toBe(1000);
    // The first epoch makes what the later ones use again.
    expect(new Set(seen.slice(20)).size).toBe(1);
    vae.dispose();
  });

  it("of the classifier", async () => {
    const classifier = await ImageClassifier.create({ classes: 2, imageShape: [8, 8, 1], filters: [2, 2] });
    const seen: string[] = [];
    await classifier.fit(
      { size: 40, features: 64, labels, image },
      { epochs: 100, batchSize: 4, shift: 1, averageDecay: 0.9, progress: () => seen.push(held()) },
    );
    expect(seen.length).toBe(1000);
    expect(new Set(seen.slice(20)).size).toBe(1);
    classifier.dispose();
  });
});
