import { useBackend } from "@elbowjs/backend";
import { type Tensor4D, tensor, zeros } from "@tensorflow/tfjs-core";
import { decode } from "fast-png";
import { beforeAll, describe, expect, it } from "vitest";
import { imageSheet, interpolate, latentGrid, latentScatter } from "../src/index.js";

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

describe("imageSheet(images, options)", () => {
  it("draws a PNG: clipped greys, scaled, with gaps, the last row not full", async () => {
    const images = tensor([0, 1, 0.5, 2, 0.2, -1], [3, 1, 2, 1]) as Tensor4D;
    const { width, height, data } = decode(await imageSheet(images, { columns: 2, scale: 2, gap: 1 }));
    expect([width, height]).toEqual([11, 7]); // 2·(2·2 + 1) + 1, 2·(2·1 + 1) + 1
    const row = (y: number) => Array.from({ length: width }, (_, x) => data[4 * (y * width + x)]);
    const g = 96;
    expect(row(0)).toEqual(new Array(11).fill(g));
    expect(row(1)).toEqual([g, 0, 0, 255, 255, g, 128, 128, 255, 255, g]);
    expect(row(2)).toEqual(row(1));
    expect(row(4)).toEqual([g, 51, 51, 0, 0, g, g, g, g, g, g]);
    expect(data[3]).toBe(255);
    images.dispose();
  });

  it("draws colours", async () => {
    const images = tensor([1, 0.5, 0], [1, 1, 1, 3]) as Tensor4D;
    const { width, data } = decode(await imageSheet(images, { scale: 1, gap: 0 }));
    expect([width, ...data]).toEqual([1, 255, 128, 0, 255]);
    images.dispose();
  });

  it.skipIf(typeof OffscreenCanvas === "undefined")("draws on a canvas, which it resizes", async () => {
    const images = tensor([0, 1], [1, 1, 2, 1]) as Tensor4D;
    const canvas = await imageSheet(images, { scale: 1, gap: 0, canvas: new OffscreenCanvas(1, 1) });
    const { data, width } = canvas.getContext("2d")!.getImageData(0, 0, 2, 1);
    expect([width, ...data]).toEqual([2, 0, 0, 0, 255, 255, 255, 255, 255]);
    images.dispose();
  });

  it("refuses other shapes and options", async () => {
    const wrong = zeros([1, 2, 2, 2]) as Tensor4D;
    await expect(imageSheet(wrong)).rejects.toThrow(
      "imageSheet: expected images of shape [n, height, width, 1 or 3], got [1, 2, 2, 2]",
    );
    await expect(imageSheet(wrong, { columns: 0 })).rejects.toThrow(
      "imageSheet: expected columns to be an integer of at least 1, got 0",
    );
    wrong.dispose();
  });
});

describe("interpolate(from, to, steps)", () => {
  it("goes straight from one end to the other", async () => {
    const points = interpolate(tensor([0, 10]), tensor([[1, 20]]), 3);
    expect(points.shape).toEqual([3, 2]);
    expect([...(await points.data())]).toEqual([0, 10, 0.5, 15, 1, 20]);
    expect(() => interpolate(zeros([2]), zeros([3]), 2)).toThrow(
      "interpolate: expected two points of one size, got 2 and 3 elements",
    );
    expect(() => interpolate(zeros([2]), zeros([2]), 1)).toThrow(
      "interpolate: expected steps to be an integer of at least 2, got 1",
    );
  });
});

describe("latentGrid(latent, options)", () => {
  it("lays two units out and leaves the others 0", async () => {
    const grid = latentGrid(3, { side: 2, units: [2, 0], spread: 1.5 });
    expect([...(await grid.data())]).toEqual([-1.5, 0, -1.5, -1.5, 0, 1.5, 1.5, 0, -1.5, 1.5, 0, 1.5]);
    expect(() => latentGrid(1)).toThrow("latentGrid: expected two different units below 1, got 0 and 1");
    expect(() => latentGrid(3, { units: [1, 1] })).toThrow(RangeError);
    expect(() => latentGrid(3, { spread: 0 })).toThrow("latentGrid: expected spread > 0, got 0");
  });
});

describe("latentScatter(z, labels, latent)", () => {
  it("puts each image at its place in its label's colour, up being up", () => {
    const svg = latentScatter([2, 0, 9, 0, -2, 9], [1, 3], 3, { size: 100 });
    expect(svg).toContain('<circle cx="97.5" cy="50.0" r="2" fill="#f28e2b"/>');
    expect(svg).toContain('<circle cx="50.0" cy="97.5" r="2" fill="#76b7b2"/>');
    expect(svg).toContain('r="23.8"'); // the prior's circle: 0.95 · 50 / 2
    expect(svg).toContain(">3</text>");
    expect(() => latentScatter([1], [0], 2)).toThrow(
      "latentScatter: expected 2 values for each of at least one label, got 1 for 1",
    );
    expect(() => latentScatter([1, 2], [0], 2, { units: [0, 2] })).toThrow(
      "latentScatter: expected units below 2, got 0 and 2",
    );
  });
});
