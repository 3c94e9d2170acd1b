import { checkKinds, checkNumbers, refusal, shown } from "@elbowjs/arguments";

/** Writes the floats of `row` at place `slot` of an output, counted in samples. */
export type UnitFloats = (row: number, slot: number) => void;

/** u / 255 for every byte, rounded once to float32, so that every model and backend sees the same numbers. */
export const unit: Float32Array = Float32Array.from({ length: 256 }, (_, u) => u / 255);

/**
 * Prepares u / 255, in [0, 1], from bytes to floats, row by row.
 *
 * Bytes are read two at a time: both floats of a pair are eight bytes, so one lookup of a float64 and one store move
 * them together, at half the loads, stores and bounds checks. No pair is a NaN, so no bit of it is ever rewritten.
 * Odd or unaligned rows go one byte at a time, to the same floats.
 *
 * @param bytes Rows of bytes, one after another.
 * @param features Bytes per row.
 * @param out Where the floats go.
 */
export function unitFloats(bytes: Uint8Array, features: number, out: Float32Array): UnitFloats {
  checkKinds("unitFloats", { bytes: [bytes, "Uint8Array"] });
  checkNumbers("unitFloats", { features: [features, "integer ≥ 1"] });
  if (!(out instanceof Float32Array))
    throw refusal(new TypeError(`unitFloats: expected out as a Float32Array, got ${shown(out)}`));
  if (features % 2 !== 0 || bytes.byteOffset % 2 !== 0 || out.byteOffset % 8 !== 0) {
    return (row, slot) => {
      let p = row * features;
      for (let o = slot * features, end = o + features; o < end; o++) out[o] = unit[bytes[p++]!]!;
    };
  }
  const source = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  const target = new Float64Array(out.buffer, out.byteOffset, out.length >> 1);
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
  return new Float64Array(Float32Array.from(bytes, (byte) => unit[byte]!).buffer);
}
