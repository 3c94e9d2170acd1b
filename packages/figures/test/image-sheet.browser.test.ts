import { expect, it } from "vitest";
import { imageSheet } from "../src/index.js";

const pictures = [0, 100, 200].map((level) => new Uint8Array(4).fill(level));

it("imageSheet(images, { canvas }) draws on a canvas of the page", async () => {
  const canvas = document.createElement("canvas");
  expect(await imageSheet(pictures, { columns: 3, gap: 0, canvas })).toBe(canvas);
  expect([canvas.width, canvas.height]).toEqual([6, 2]);
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, 6, 1);
  expect(Array.from(data.subarray(8, 20))).toEqual([
    100, 100, 100, 255, 100, 100, 100, 255, 200, 200, 200, 255,
  ]);
});

it("imageSheet(images, { canvas }) draws on the canvas of a worker", async () => {
  const canvas = await imageSheet(pictures, { columns: 1, gap: 1, canvas: new OffscreenCanvas(1, 1) });
  expect([canvas.width, canvas.height]).toEqual([4, 10]);
});

it("imageSheet(images) is a PNG that the browser itself can read", async () => {
  const png = await imageSheet(pictures, { columns: 3, gap: 0 });
  const image = await createImageBitmap(new Blob([png as Uint8Array<ArrayBuffer>], { type: "image/png" }));
  const context = new OffscreenCanvas(6, 2).getContext("2d")!;
  context.drawImage(image, 0, 0);
  expect(context.getImageData(3, 1, 1, 1).data[0]).toBe(100);
});
