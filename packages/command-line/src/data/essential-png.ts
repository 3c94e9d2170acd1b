import { inflateSync } from "node:zlib";
import { inflatedBytes, type PngHeader } from "./png-header.js";

/** Chunks that an image is made of; others (colour profiles, texts) may be compressed to nothing and swell. */
const essential = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);

/** Some programs write a little too much, which decoders pass over. */
const surplus = 1024;

/**
 * The chunks of a PNG file that its pixels need, after its compressed data proved to inflate to no more than the header
 * says: a decoder that inflates first and compares later would take all memory for a file of a few kilobytes.
 *
 * @throws Error if a chunk is cut short, or the data inflate to less or more.
 */
export function essentialPng(file: Uint8Array, header: PngHeader): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const kept = [file.subarray(0, 8)];
  const compressed: Uint8Array[] = [];
  for (let at = 8, name = ""; name !== "IEND"; ) {
    const length = at + 12 <= file.length ? view.getUint32(at) : Number.POSITIVE_INFINITY;
    const end = at + 12 + length;
    if (end > file.length) throw new Error("the file is cut short");
    name = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (essential.has(name)) kept.push(file.subarray(at, end));
    if (name === "IDAT") compressed.push(file.subarray(at + 8, end - 4));
    at = end;
  }
  const expected = inflatedBytes(header);
  const size = `the ${expected} bytes of ${header.width}×${header.height} pixels`;
  let inflated: number;
  try {
    inflated = inflateSync(Buffer.concat(compressed), { maxOutputLength: expected + surplus }).length;
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_BUFFER_TOO_LARGE") throw error;
    throw new Error(`its data inflate to more than ${size}`, { cause: error });
  }
  if (inflated < expected) throw new Error(`its data inflate to ${inflated} instead of ${size}`);
  return Buffer.concat(kept);
}
