/** Writes the floats of image `row` at place `slot` of a batch. */
export type Normalize = (row: number, slot: number) => void;

/**
 * Prepares p / 255, in [0, 1], from the bytes of a split to the floats of a batch.
 *
 * Bytes are read two at a time: both floats of a pair are eight bytes, so one lookup of a float64 and one store move
 * them together, at half the loads, stores and bounds checks. No pair is a NaN, so no bit of it is ever rewritten.
 * Odd or unaligned images go one byte at a time, to the same floats.
 */
export function normalizer(pixels: Uint8Array, features: number, images: Float32Array): Normalize {
  if (features % 2 !== 0 || pixels.byteOffset % 2 !== 0) {
    return (row, slot) => {
      for (let i = 0; i < features; i++) images[slot * features + i] = pixels[row * features + i]! / 255;
    };
  }
  const source = new Uint16Array(pixels.buffer, pixels.byteOffset, pixels.length / 2);
  const target = new Float64Array(images.buffer);
  const table = (pairs ??= pairTable());
  const length = features / 2;
  return (row, slot) => {
    let p = row * length;
    let o = slot * length;
    const end = p + length;
    for (; p + 4 <= end; p += 4, o += 4) {
      target[o] = table[source[p]!]!;
      target[o + 1] = table[source[p + 1]!]!;
      target[o + 2] = table[source[p + 2]!]!;
      target[o + 3] = table[source[p + 3]!]!;
    }
    for (; p < end; p++, o++) target[o] = table[source[p]!]!;
  };
}

/** Made at the first use, for all. */
let pairs: Float64Array | undefined;

/** For each two bytes, read as one uint16 in this machine's order, their two floats, read as one float64. */
function pairTable(): Float64Array {
  const bytes = new Uint8Array(Uint16Array.from({ length: 65536 }, (_, i) => i).buffer);
  return new Float64Array(Float32Array.from(bytes, (byte) => byte / 255).buffer);
}
