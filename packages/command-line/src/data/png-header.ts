/** What the first chunk of a PNG file, IHDR, says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  /** Bits of a pixel. */
  readonly pixelBits: number;
  readonly isInterlaced: boolean;
}

/** Signature, length and name of the first chunk. */
const opening = [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82];

/** Bytes from the start of a file that `pngHeader` needs. */
export const headerBytes = 29;

/** Samples of a pixel, by IHDR's colour type: grey, RGB, palette, grey and alpha, RGBA. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Reads the header of a PNG file, before anything is decoded.
 *
 * @param start the file, or its first 29 bytes.
 * @returns undefined if it is no PNG.
 * @see https://www.w3.org/TR/png-3/#11IHDR
 */
export function pngHeader(start: Uint8Array): PngHeader | undefined {
  if (start.length < headerBytes || !opening.every((byte, i) => start[i] === byte)) return undefined;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const depth = view.getUint8(24);
  const samples = channels[view.getUint8(25)];
  if (samples === undefined || ![1, 2, 4, 8, 16].includes(depth)) return undefined;
  return {
    width: view.getUint32(16),
    height: view.getUint32(20),
    depth,
    pixelBits: depth * samples,
    isInterlaced: view.getUint8(28) !== 0,
  };
}

/** Adam7's passes: the first pixel of each and the distances between its pixels. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * Bytes that the pixels of such an image inflate to: for each row a byte that names its filter and the samples, in seven
 * passes where interlaced.
 */
export function inflatedBytes({ width, height, pixelBits, isInterlaced }: PngHeader): number {
  const pass = (columns: number, rows: number): number =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * pixelBits) / 8));
  if (!isInterlaced) return pass(width, height);
  return adam7.reduce(
    (sum, [x, y, dx, dy]) =>
      sum + pass(Math.max(0, Math.ceil((width - x) / dx)), Math.max(0, Math.ceil((height - y) / dy))),
    0,
  );
}
