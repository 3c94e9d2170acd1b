import { useBackend } from "@elbowjs/backend";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { pretrained } from "../src/pretrained.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm", "cpu"] });
});

describe("pretrained()", () => {
  it("generates at once: dark corners, bright strokes, and not twenty times the same", async () => {
    const before = memory().numTensors;
    const vae = await pretrained();
    expect(vae.options).toMatchObject({ latent: 10, imageShape: [28, 28, 1] });
    const images = vae.sample(20, { noise: 1 });
    const values = [...(await images.data())];
    const pixel = (i: number, row: number, column: number) => values[i * 784 + row * 28 + column]!;
    const each = Array.from({ length: 20 }, (_, i) => i);
    // Strokes pass the middle rows; nothing is written in a corner. Averages over the twenty.
    const corner = each.reduce((total, i) => total + pixel(i, 0, 0) / 20, 0);
    const middle = each.reduce(
      (total, i) => total + Math.max(...values.slice(i * 784 + 12 * 28, i * 784 + 16 * 28)) / 20,
      0,
    );
    expect(middle).toBeGreaterThan(10 * corner);
    const brightness = each.map((i) =>
      values
        .slice(i * 784, (i + 1) * 784)
        .reduce((a, b) => a + b, 0)
        .toFixed(3),
    );
    expect(new Set(brightness).size).toBe(20);
    images.dispose();
    vae.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it("says where it looked when there is nothing", async () => {
    await expect(pretrained(new URL("../weights/none.safetensors", import.meta.url))).rejects.toThrow(
      /none\.safetensors|safetensors file/,
    );
  });
});
