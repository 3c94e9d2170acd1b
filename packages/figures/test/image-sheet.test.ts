import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { type Images, imageSheet } from "../src/index.js";

const pictures = [0, 100, 200].map((level) => new Uint8Array(4).fill(level));

describe("imageSheet(images, options)", () => {
  it("is a PNG of the images on a grid", async () => {
    const { width, height, channels, depth, data } = decode(
      await imageSheet(pictures, { columns: 2, gap: 1 }),
    );
    expect([width, height, channels, depth]).toEqual([7, 7, 1, 8]);
    const g = 96;
    // biome-ignore format: as it looks
    expect(Array.from(data)).toEqual([
      g, g, g, g, g, g, g,
      g, 0, 0, g, 100, 100, g,
      g, 0, 0, g, 100, 100, g,
      g, g, g, g, g, g, g,
      g, 200, 200, g, g, g, g,
      g, 200, 200, g, g, g, g,
      g, g, g, g, g, g, g,
    ]);
  });
  it("takes floats in [0, 1], and clips; NaN is black", async () => {
    const floats = [Float32Array.of(0, 0.5, 1, 2), Float32Array.of(-1, Number.NaN, 0.2, 0.4)];
    const { data } = decode(await imageSheet(floats, { columns: 2, gap: 0 }));
    expect(Array.from(data)).toEqual([0, 128, 0, 0, 255, 255, 51, 102]);
  });
  it("takes black and white from range", async () => {
    const { data } = decode(await imageSheet([Float32Array.of(-2, 0, 2, 1)], { range: [-2, 2], gap: 0 }));
    expect(Array.from(data)).toEqual([0, 128, 255, 191]);
  });
  it("enlarges by scale", async () => {
    const { width, data } = decode(
      await imageSheet([Uint8Array.of(1, 2)], { shape: [1, 2], scale: 2, gap: 0 }),
    );
    expect([width, ...data]).toEqual([4, 1, 1, 2, 2, 1, 1, 2, 2]);
  });
  it("takes a split with its own shape, about as many rows as columns", async () => {
    const split = { size: 5, shape: [2, 3], image: () => new Uint8Array(6) };
    const { width, height } = decode(await imageSheet(split, { gap: 0 }));
    expect([width, height]).toEqual([9, 4]);
  });
  it("takes colour: a tensor of [n, height, width, 3], or { data, shape }", async () => {
    const values = Float32Array.of(1, 0, 0, 0, 1, 0);
    const tensor = { shape: [2, 1, 1, 3], data: () => Promise.resolve(values) };
    for (const images of [tensor, { shape: [2, 1, 1, 3], data: values }]) {
      const { width, height, channels, data } = decode(await imageSheet(images, { gap: 0 }));
      expect([width, height, channels, ...data]).toEqual([2, 1, 3, 255, 0, 0, 0, 255, 0]);
    }
  });
  it("takes { data, shape } of bytes", async () => {
    const images = { shape: [2, 1, 1], data: Uint8Array.of(7, 9) };
    expect(Array.from(decode(await imageSheet(images, { gap: 0 })).data)).toEqual([7, 9]);
  });

  const refused: [string, Images, object, string][] = [
    ["no images", [], {}, "imageSheet: expected at least one image, got 0"],
    ["0 columns", pictures, { columns: 0 }, "imageSheet: expected columns to be an integer ≥ 1, got 0"],
    ["half a scale", pictures, { scale: 0.5 }, "imageSheet: expected scale to be an integer ≥ 1, got 0.5"],
    ["a negative gap", pictures, { gap: -1 }, "imageSheet: expected gap to be an integer ≥ 0, got -1"],
    ["images that are not square", [new Uint8Array(6)], {}, "imageSheet: expected square images or { shape: [height, width] }, got images of 6 values"],
    ["images of two sizes", [new Uint8Array(4), new Uint8Array(9)], {}, "imageSheet: expected images of 2 × 2 values, got 9 in image 1"],
    ["four channels", { shape: [1, 1, 1, 4], data: new Uint8Array(4) }, {}, "imageSheet: expected images of shape [n, height, width], [n, height, width, 1] or [n, height, width, 3], got [1, 1, 1, 4] with 4 values per image"],
  ]; // biome-ignore format: a table
  for (const [what, images, options, message] of refused)
    it(`refuses ${what}`, () => expect(imageSheet(images, options)).rejects.toThrow(new RangeError(message)));
});
