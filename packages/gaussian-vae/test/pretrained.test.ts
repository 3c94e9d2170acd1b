import { useBackend } from "@elbowjs/backend";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { pretrained } from "../src/pretrained.js";

beforeAll(async () => {
  await useBackend({ prefer: ["wasm", "cpu"] });
});

describe("pretrained()", () => {
  it("generates at once: dark margins, bright strokes, and not twenty times the same", async () => {
    const before = memory().numTensors;
    const vae = await pretrained();
    expect(vae.options).toMatchObject({ latent: 10, imageShape: [28, 28, 1] });
    const images = vae.sample(20, { noise: 1 });
    const values = [...(await images.data())];
    const each = Array.from({ length: 20 }, (_, i) => i);
    const rows = (i: number, from: number, to: number) =>
      values.slice(i * 784 + 28 * from, i * 784 + 28 * to);
    const mean = (list: number[]) => list.reduce((total, value) => total + value, 0) / list.length;
    // MNIST's digits stand in the middle 20 rows of 28; without training every pixel is near a half.
    const margin = mean(each.flatMap((i) => [...rows(i, 0, 3), ...rows(i, 25, 28)]));
    expect(mean(each.flatMap((i) => rows(i, 10, 18)))).toBeGreaterThan(2 * margin);
    expect(margin).toBeLessThan(0.1);
    expect(Math.max(...values)).toBeGreaterThan(0.8);
    const brightness = each.map((i) => mean(rows(i, 0, 28)).toFixed(6));
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
