import { checkKinds, checkNumbers, refusal, shown } from "@elbowjs/arguments";
import { checkLength, npyHeader } from "./file-header.js";
import { bytesOf, hostIsLittleEndian } from "./value-type.js";

/** An array in memory, of the file's own type. */
export interface NpyArray {
  readonly values: NpyValues;
  readonly shape: readonly number[];
}

/** Values that NPY files hold. Integers of 64 bits are read as float64. */
export type NpyValues =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

const arrays = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

const names: Record<keyof typeof arrays, string> = {
  uint8: "|u1",
  int8: "|i1",
  uint16: "<u2",
  int16: "<i2",
  uint32: "<u4",
  int32: "<i4",
  float32: "<f4",
  float64: "<f8",
};

/**
 * Reads a whole file of `numpy.save`. The values are copied, and keep their type.
 *
 * @param name What to call the file in an error. Default "the bytes".
 * @throws RowFileError `format`, `type` or `length`.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function parseNpy(bytes: Uint8Array, name = "the bytes"): NpyArray {
  checkKinds("parseNpy", { bytes: [bytes, "Uint8Array"], name: [name, "string"] });
  const header = npyHeader(name, bytes);
  checkLength({ name, bytes: bytes.length }, header);
  const { type, littleEndian, shape, offset } = header;
  const body = new Uint8Array(bytes.subarray(offset)); // Buffer's own slice would not copy
  if (type === "int64") {
    const view = new DataView(body.buffer);
    const count = body.length / 8;
    const values = Float64Array.from({ length: count }, (_, i) =>
      Number(view.getBigInt64(8 * i, littleEndian)),
    );
    return { values, shape };
  }
  if (littleEndian !== hostIsLittleEndian) swapBytes(body, bytesOf(type));
  return { values: new arrays[type](body.buffer), shape };
}

/**
 * The file that `numpy.load` reads, version 1.0, little-endian, C order.
 *
 * @param shape Its product is the number of values.
 * @throws RangeError if it is not; TypeError for values of another type.
 */
export function npyFile(values: NpyValues, shape: readonly number[]): Uint8Array {
  const type = (Object.keys(arrays) as (keyof typeof arrays)[]).find((key) => values instanceof arrays[key]);
  if (type === undefined)
    throw refusal(new TypeError(`npyFile: expected values in a typed array, got ${shown(values)}`));
  if (!Array.isArray(shape))
    throw refusal(new TypeError(`npyFile: expected shape as a list of sizes, got ${shown(shape)}`));
  for (const side of shape) checkNumbers("npyFile", { shape: [side, "integer ≥ 0"] });
  if (shape.reduce((a, b) => a * b, 1) !== values.length)
    throw refusal(new RangeError(`npyFile: expected values for [${shape}], got ${values.length}`));
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${names[type]}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64; // values begin at a multiple of 64
  const file = new Uint8Array(length + values.byteLength);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - 10) & 255, (length - 10) >> 8]);
  file.set(new TextEncoder().encode(`${text.padEnd(length - 11)}\n`), 10);
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), length);
  if (!hostIsLittleEndian) swapBytes(file.subarray(length), bytesOf(type));
  return file;
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
