/** Float64 values as base64 of their little-endian bytes. */
export function encode(values: Float64Array): string {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [i, value] of values.entries()) bytes.writeDoubleLE(value, 8 * i);
  return bytes.toString("base64");
}

/** The values of {@link encode}; undefined for what is no such text. */
export function decode(text: unknown): Float64Array | undefined {
  if (typeof text !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes = Buffer.from(text, "base64");
  if (bytes.length % 8 !== 0) return undefined;
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i));
}
