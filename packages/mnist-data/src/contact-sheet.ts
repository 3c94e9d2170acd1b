import type { Split } from "./split.js";

/** Images of one size, as bytes (0 to 255) or as floats (0 to 1, clipped; NaN is drawn as 0). */
export type Pictures = Pick<Split, "size" | "image" | "shape"> | readonly (Uint8Array | Float32Array)[];

/** How images are laid out. */
export interface ContactSheetOptions {
  /** Images a row, an integer ≥ 1. Default: ⌈√n⌉, a sheet about as wide as high. */
  columns?: number;
  /** Height and width of an image. Default: a split's own, else a square. */
  shape?: readonly [number, number];
  /** Screen pixels a side of each image pixel, an integer ≥ 1. Default 1. */
  scale?: number;
  /** Screen pixels between images and around them, an integer ≥ 0. Default 2. */
  gap?: number;
}

/** A canvas of a page or of a worker. */
export type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;

interface GreyImage {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Grey level between the images, 0 to 255: apart from both paper and ink. */
const gapLevel = 96;

/**
 * Draws images on a grid, row by row: as the bytes of a PNG file, or on a canvas if one is given, which is resized to
 * the sheet.
 *
 * @throws RangeError for no images, images of different sizes, or an option outside its interval.
 */
export function contactSheet<Canvas extends AnyCanvas>(
  images: Pictures,
  options: ContactSheetOptions & { canvas: Canvas },
): Promise<Canvas>;
export function contactSheet(images: Pictures, options?: ContactSheetOptions): Promise<Uint8Array>;
export async function contactSheet(
  images: Pictures,
  { canvas, ...options }: ContactSheetOptions & { canvas?: AnyCanvas } = {},
): Promise<Uint8Array | AnyCanvas> {
  const sheet = layOut(images, options);
  if (canvas !== undefined) return paint(sheet, canvas);
  const { encode } = await import("fast-png"); // only callers who want a file pay for it
  return encode({ ...sheet, channels: 1, depth: 8 });
}

function layOut(pictures: Pictures, { columns, shape, scale = 1, gap = 2 }: ContactSheetOptions): GreyImage {
  const split = "image" in pictures ? pictures : undefined;
  const images =
    "image" in pictures ? Array.from({ length: pictures.size }, (_, i) => pictures.image(i)) : pictures;
  const size = images.length;
  if (size === 0) throw new RangeError("contactSheet: expected at least one image, got 0");
  const values = images[0]!.length;
  const [rows, width] = shape ?? split?.shape ?? [Math.sqrt(values), Math.sqrt(values)];
  if (!(Number.isInteger(rows) && Number.isInteger(width)))
    throw new RangeError(
      `contactSheet: expected square images or { shape: [height, width] }, got images of ${values} values`,
    );
  const across = columns ?? Math.ceil(Math.sqrt(size));
  check("columns", across, 1);
  check("scale", scale, 1);
  check("gap", gap, 0);
  const cell = { width: width * scale + gap, height: rows * scale + gap };
  const sheetWidth = Math.min(across, size) * cell.width + gap;
  const sheetHeight = Math.ceil(size / across) * cell.height + gap;
  const data = new Uint8Array(sheetWidth * sheetHeight).fill(gapLevel);
  images.forEach((pixels, i) => {
    if (pixels.length !== rows * width)
      throw new RangeError(
        `contactSheet: expected images of ${rows} × ${width} values, got ${pixels.length} in image ${i}`,
      );
    const left = gap + (i % across) * cell.width;
    const top = gap + Math.floor(i / across) * cell.height;
    const level =
      pixels instanceof Float32Array ? (value: number) => 255 * Math.min(1, Math.max(0, value)) : Number;
    for (let y = 0; y < rows * scale; y++)
      for (let x = 0; x < width * scale; x++)
        data[(top + y) * sheetWidth + left + x] = Math.round(
          level(pixels[Math.floor(y / scale) * width + Math.floor(x / scale)]!),
        );
  });
  return { width: sheetWidth, height: sheetHeight, data };
}

function paint({ width, height, data }: GreyImage, canvas: AnyCanvas): AnyCanvas {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d") as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  const colours = context.createImageData(width, height);
  for (let i = 0; i < data.length; i++) {
    colours.data.fill(data[i]!, 4 * i, 4 * i + 3);
    colours.data[4 * i + 3] = 255;
  }
  context.putImageData(colours, 0, 0);
  return canvas;
}

function check(name: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least))
    throw new RangeError(`contactSheet: expected ${name} as an integer ≥ ${least}, got ${value}`);
}
