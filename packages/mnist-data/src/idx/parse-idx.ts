import { ElbowDataError } from "@elbowjs/verified-files";

/** An IDX file of unsigned bytes. */
export interface IdxArray {
  /** What to call the file in an error. */
  readonly name: string;
  /** Slowest first. */
  readonly dimensions: readonly number[];
  readonly data: Uint8Array;
}

const dtypes: Record<number, string> = {
  8: "uint8",
  9: "int8",
  11: "int16",
  12: "int32",
  13: "float32",
  14: "float64",
};

const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, "0")}`;

/**
 * Reads the header of an IDX file: two zero bytes, the dtype, the number of dimensions, then each dimension as a
 * big-endian uint32.
 *
 * @param bytes The start of the file, at least 4 + 4 · `rank` bytes of it.
 * @param rank Dimensions the file must have: 1 for labels, 3 for images.
 * @param name What to call the file in an error.
 * @returns The dimensions, and the offset of the first value.
 * @throws ElbowDataError with code `empty`, `truncated`, `magic` or `dtype`.
 * @see http://yann.lecun.com/exdb/mnist/ for the format.
 */
export function parseIdxHeader(
  bytes: Uint8Array,
  rank: 1 | 3,
  name = "the file",
): { dimensions: number[]; offset: number } {
  if (bytes.length === 0)
    throw new ElbowDataError("empty", `parseIdx: expected an IDX file in ${name}, got 0 bytes`);
  const offset = 4 + 4 * rank;
  if (bytes.length < 4)
    throw new ElbowDataError(
      "truncated",
      `parseIdx: expected a header of ${offset} bytes in ${name}, got ${bytes.length} bytes`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  const dtype = (magic >>> 8) & 0xff;
  if (magic >>> 16 === 0 && dtype !== 8 && dtype in dtypes)
    throw new ElbowDataError(
      "dtype",
      `parseIdx: expected dtype 0x08 (uint8) in ${name}, got ${hex(dtype, 2)} (${dtypes[dtype]}); convert the values to bytes`,
    );
  const expected = 0x800 + rank;
  if (magic !== expected) {
    const other = rank === 1 ? 0x803 : 0x801;
    const hint = magic === other ? `; is this the ${rank === 1 ? "images" : "labels"} file?` : "";
    const plural = rank === 1 ? "dimension" : "dimensions";
    throw new ElbowDataError(
      "magic",
      `parseIdx: expected magic ${hex(expected, 8)} (uint8, ${rank} ${plural}) in ${name}, got ${hex(magic, 8)}${hint}`,
    );
  }
  if (bytes.length < offset)
    throw new ElbowDataError(
      "truncated",
      `parseIdx: expected a header of ${offset} bytes in ${name}, got ${bytes.length} bytes`,
    );
  return { dimensions: Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i)), offset };
}

/**
 * Reads a whole IDX file of unsigned bytes, without copying its values.
 *
 * @param bytes The uncompressed file.
 * @param rank Dimensions the file must have: 1 for labels, 3 for images.
 * @param name What to call the file in an error.
 * @throws ElbowDataError with code `empty`, `truncated`, `trailing`, `magic` or `dtype`.
 */
export function parseIdx(bytes: Uint8Array, rank: 1 | 3, name = "the file"): IdxArray {
  const { dimensions, offset } = parseIdxHeader(bytes, rank, name);
  const expected = dimensions.reduce((product, dimension) => product * dimension, 1);
  const got = bytes.length - offset;
  const shape = `[${dimensions.join(", ")}]`;
  if (got < expected)
    throw new ElbowDataError(
      "truncated",
      `parseIdx: expected ${expected} bytes of values for shape ${shape} in ${name}, got ${got}; the file is cut short`,
    );
  if (got > expected)
    throw new ElbowDataError(
      "trailing",
      `parseIdx: expected ${expected} bytes of values for shape ${shape} in ${name}, got ${got - expected} more after them`,
    );
  return { name, dimensions, data: bytes.subarray(offset) };
}
