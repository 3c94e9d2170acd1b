import type { Raster } from "./raster.js";

/** A canvas of a page or of a worker. */
export type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;

/** Puts a picture on a canvas, which gets its size. */
export function paint({ width, height, channels, data }: Raster, canvas: AnyCanvas): AnyCanvas {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d") as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  if (context === null)
    throw new TypeError("imageSheet: expected a canvas with a 2d context, got one in use for another kind");
  const pixels = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = data[i * channels + (channels === 3 ? c : 0)]!;
    pixels.data[4 * i + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}
