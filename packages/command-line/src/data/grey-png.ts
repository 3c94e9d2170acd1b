import { DataFault } from "./data-fault.js";
import { essentialPng } from "./essential-png.js";
import { pngHeader } from "./png-header.js";

/**
 * A PNG image as grey bytes, row by row; of colours the luma of ITU-R BT.601, of 16 bits the upper 8, transparency left out.
 *
 * @param name The file's name, for the errors.
 * @throws DataFault if it is no PNG, is damaged, or holds other data than its header says.
 */
export async function greyPng(file: Uint8Array, name: string): Promise<Uint8Array> {
  const { decode } = await import("fast-png");
  const fault = (got: string, cause?: unknown): DataFault =>
    new DataFault(`pngFolder: expected a PNG image, got ${name}: ${got}`, { cause });
  const header = pngHeader(file);
  if (header === undefined) throw fault("another kind of file");
  if (header.isInterlaced && header.depth < 8)
    throw fault(`interlaced with ${header.depth} bits, which is not read; save it without interlacing`);
  let png: ReturnType<typeof decode>;
  try {
    png = decode(essentialPng(file, header));
  } catch (error) {
    throw fault((error as Error).message, error);
  }
  const { width, height, channels, depth, palette } = png;
  const data = depth < 8 ? unpacked(png.data as Uint8Array, width, height, depth) : png.data;
  const scale = depth === 16 ? 1 / 257 : depth < 8 && palette === undefined ? 255 / (2 ** depth - 1) : 1;
  const grey = new Uint8Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const colour =
      palette === undefined ? data.subarray(i * channels, (i + 1) * channels) : palette[data[i]!];
    if (colour === undefined) throw fault(`colour ${data[i]} of a palette of ${palette?.length}`);
    const value =
      colour.length < 3 ? colour[0]! : 0.299 * colour[0]! + 0.587 * colour[1]! + 0.114 * colour[2]!;
    grey[i] = Math.round(value * scale);
  }
  return grey;
}

/** Samples of 1, 2 or 4 bits, several to a byte with the first in the upper bits, as a byte each; rows begin at whole bytes. */
function unpacked(packed: Uint8Array, width: number, height: number, depth: number): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const values = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = packed[y * rowBytes + (bit >> 3)]!;
      values[y * width + x] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  return values;
}
