import type { Tensor4D } from "@tensorflow/tfjs-core";
import { checkInteger } from "../layers/layer.js";

/** How images are laid out. */
export interface ImageSheetOptions {
  /** Images a row; an integer ≥ 1. Default 10. */
  readonly columns?: number;
  /** Screen pixels a side of each image pixel; an integer ≥ 1. Default 2. */
  readonly scale?: number;
  /** Screen pixels between images and around them; an integer ≥ 0. Default 2. */
  readonly gap?: number;
}

/** A canvas of a page or of a worker. */
export type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;

/** Grey level between the images: apart from both paper and ink. */
const gapLevel = 96;

/**
 * Draws images on a grid, row by row: as the bytes of a PNG file, or on a canvas if one is given, which is resized to the sheet.
 *
 * @param images shape `[n, height, width, 1]` (grey) or `[n, height, width, 3]` (colour), values in [0, 1], others clipped.
 * @throws RangeError for another number of channels, or an option outside its interval.
 */
export function imageSheet<Canvas extends AnyCanvas>(
  images: Tensor4D,
  options: ImageSheetOptions & { readonly canvas: Canvas },
): Promise<Canvas>;
export function imageSheet(images: Tensor4D, options?: ImageSheetOptions): Promise<Uint8Array>;
export async function imageSheet(
  images: Tensor4D,
  { columns = 10, scale = 2, gap = 2, canvas }: ImageSheetOptions & { readonly canvas?: AnyCanvas } = {},
): Promise<Uint8Array | AnyCanvas> {
  checkInteger("imageSheet", "columns", columns, 1);
  checkInteger("imageSheet", "scale", scale, 1);
  checkInteger("imageSheet", "gap", gap, 0);
  const [n, , , channels] = images.shape;
  if (images.shape.length !== 4 || n === 0 || (channels !== 1 && channels !== 3))
    throw new RangeError(
      `imageSheet: expected images of shape [n, height, width, 1 or 3], got [${images.shape.join(", ")}]`,
    );
  const sheet = layOut(await images.data(), images.shape, { columns: Math.min(columns, n), scale, gap });
  if (canvas !== undefined) return paint(sheet, canvas);
  const { encode } = await import("fast-png"); // only callers who want a file pay for it
  return encode({ ...sheet, data: new Uint8Array(sheet.data.buffer), channels: 4, depth: 8 });
}

interface Sheet {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

function layOut(
  values: ArrayLike<number>,
  [n, height, width, channels]: readonly [number, number, number, number],
  { columns, scale, gap }: Required<ImageSheetOptions>,
): Sheet {
  const cell = { width: scale * width + gap, height: scale * height + gap };
  const sheet = { width: columns * cell.width + gap, height: Math.ceil(n / columns) * cell.height + gap };
  const data = new Uint8ClampedArray(4 * sheet.width * sheet.height).fill(gapLevel);
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  for (let i = 0; i < n; i++) {
    const left = gap + (i % columns) * cell.width;
    const top = gap + Math.floor(i / columns) * cell.height;
    for (let y = 0; y < scale * height; y++) {
      for (let x = 0; x < scale * width; x++) {
        const pixel = ((i * height + Math.floor(y / scale)) * width + Math.floor(x / scale)) * channels;
        const at = 4 * ((top + y) * sheet.width + left + x);
        // The clamped array rounds and clips.
        for (let c = 0; c < 3; c++) data[at + c] = 255 * values[pixel + (channels === 3 ? c : 0)]!;
      }
    }
  }
  return { ...sheet, data };
}

function paint({ width, height, data }: Sheet, canvas: AnyCanvas): AnyCanvas {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d") as
    | CanvasRenderingContext2D
    | OffscreenCanvasRenderingContext2D
    | null;
  if (context === null)
    throw new TypeError("imageSheet: expected a canvas with a 2d context, got one in use for another kind");
  context.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas;
}
