import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { contactSheet, type Pictures, Split } from "../src/index.js";

const pictures = [0, 100, 200].map((level) => new Uint8Array(4).fill(level));

describe("contactSheet(images, { columns })", () => {
  it("is a PNG of the images on a grid", async () => {
    const { width, height, channels, depth, data } = decode(
      await contactSheet(pictures, { columns: 2, gap: 1 }),
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
  it("takes floats in [0, 1], and clips", async () => {
    const floats = [Float32Array.of(0, 0.5, 1, 2), Float32Array.of(-1, Number.NaN, 0.2, 0.4)];
    const { data } = decode(await contactSheet(floats, { columns: 2, gap: 0 }));
    expect(Array.from(data)).toEqual([0, 128, 0, 0, 255, 255, 51, 102]);
  });
  it("enlarges by scale", async () => {
    const { width, data } = decode(
      await contactSheet([Uint8Array.of(1, 2)], { shape: [1, 2], scale: 2, gap: 0 }),
    );
    expect([width, ...data]).toEqual([4, 1, 1, 2, 2, 1, 1, 2, 2]);
  });
  it("takes a split with its own shape, about as many rows as columns", async () => {
    const split = new Split({
      pixels: new Uint8Array(5 * 6),
      labels: new Uint8Array(5),
      shape: [2, 3],
      classes: 1,
    });
    const { width, height } = decode(await contactSheet(split, { gap: 0 }));
    expect([width, height]).toEqual([9, 4]);
  });

  const refused: [string, Pictures, object, string][] = [
    ["no images", [], {}, "contactSheet: expected at least one image, got 0"],
    ["0 columns", pictures, { columns: 0 }, "contactSheet: expected columns as an integer ≥ 1, got 0"],
    ["half a scale", pictures, { scale: 0.5 }, "contactSheet: expected scale as an integer ≥ 1, got 0.5"],
    ["a negative gap", pictures, { gap: -1 }, "contactSheet: expected gap as an integer ≥ 0, got -1"],
    [
      "images that are not square",
      [new Uint8Array(6)],
      {},
      "contactSheet: expected square images or { shape: [height, width] }, got images of 6 values",
    ],
    [
      "images of two sizes",
      [new Uint8Array(4), new Uint8Array(9)],
      {},
      "contactSheet: expected images of 2 × 2 values, got 9 in image 1",
    ],
  ];
  for (const [what, images, options, message] of refused)
    it(`refuses ${what}`, () =>
      expect(contactSheet(images, options)).rejects.toThrow(new RangeError(message)));
});
