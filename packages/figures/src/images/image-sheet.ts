import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type AnyCanvas, paint } from "./canvas.js";
import { type Images, readImages } from "./images.js";
import type { Raster } from "./raster.js";

/** How {@link imageSheet} lays images out. */
export interface ImageSheetOptions {
  /** Images per row, an integer ≥ 1. Default ⌈√n⌉: a sheet about as wide as high. */
  readonly columns?: number | undefined;
  /** Height, width and, for colour, 3 channels of an image. Default: what the images say, else a grey square. */
  readonly shape?: readonly number[] | undefined;
  /** Screen pixels per side of each image pixel, an integer ≥ 1. Default 1. */
  readonly scale?: number | undefined;
  /** Screen pixels between images and around them, an integer ≥ 0. Default 2. */
  readonly gap?: number | undefined;
  /** Values of black and of white. Default: 0 and 255 for bytes, 0 and 1 for floats. */
  readonly range?: readonly [black: number, white: number] | undefined;
}

/** Grey level between the images: apart from both paper and ink. */
const gapLevel = 96;

/**
 * Draws images on a grid, row by row: as the bytes of a PNG file, or on a canvas if one is given, which is resized to the sheet.
 *
 * @param images arrays of one size; a split (`size`, `shape`, `image(i)`); `{ data, shape }` with n first; or a tensor of shape
 * `[n, height, width]`, `[n, height, width, 1]` or `[n, height, width, 3]`. Values beyond black and white are clipped, NaN is black.
 * @throws RangeError for no images, images of different sizes, or an option outside its interval; TypeError for an unknown option or
 * a canvas without a 2d context.
 */
export function imageSheet<Canvas extends AnyCanvas>(
  images: Images,
  options: ImageSheetOptions & { readonly canvas: Canvas },
): Promise<Canvas>;
export function imageSheet(images: Images, options?: ImageSheetOptions): Promise<Uint8Array>;
export async function imageSheet(
  images: Images,
  options: ImageSheetOptions & { readonly canvas?: AnyCanvas } = {},
): Promise<Uint8Array | AnyCanvas> {
  checkOptions("imageSheet", options, ["columns", "shape", "scale", "gap", "range", "canvas"]);
  const { columns, scale = 1, gap = 2, range, canvas } = options;
  checkKinds("imageSheet", {
    range: [range, "numbers or undefined"],
    canvas: [canvas, "object or undefined"],
  });
  checkNumbers("imageSheet", {
    columns: [columns, "integer ≥ 1 or undefined"],
    scale: [scale, "integer ≥ 1"],
    gap: [gap, "integer ≥ 0"],
    "range[0]": [range?.[0], "finite or undefined"],
    "range[1]": [range?.[1], "finite or undefined"],
  });
  const sheet = await layOut(images, { ...options, scale, gap });
  if (canvas !== undefined) return paint(sheet, canvas);
  const { encode } = await import("fast-png"); // only callers who want a file pay for it
  return encode({ ...sheet, depth: 8 });
}

async function layOut(
  images: Images,
  { columns, shape, scale, gap, range }: ImageSheetOptions & { readonly scale: number; readonly gap: number },
): Promise<Raster> {
  const { count, height, width, channels, valueAt, isBytes } = await readImages(images, shape);
  const across = Math.min(columns ?? Math.ceil(Math.sqrt(count)), count);
  const cell = { width: width * scale + gap, height: height * scale + gap };
  const sheet = { width: across * cell.width + gap, height: Math.ceil(count / across) * cell.height + gap };
  const data = new Uint8ClampedArray(sheet.width * sheet.height * channels).fill(gapLevel);
  const [black, white] = range ?? (isBytes ? [0, 255] : [0, 1]);
  const gain = 255 / (white - black);
  for (let i = 0; i < count; i++) {
    const left = gap + (i % across) * cell.width;
    const top = gap + Math.floor(i / across) * cell.height;
    for (let y = 0; y < height * scale; y++)
      for (let x = 0; x < width * scale; x++) {
        const pixel = (Math.floor(y / scale) * width + Math.floor(x / scale)) * channels;
        const at = ((top + y) * sheet.width + left + x) * channels;
        // The clamped array rounds and clips.
        for (let c = 0; c < channels; c++) data[at + c] = (valueAt(i, pixel + c) - black) * gain;
      }
  }
  return { ...sheet, channels, data: new Uint8Array(data.buffer) };
}
