import type { ByteFile } from "./byte-file.js";
import { RowFileError } from "./row-file-error.js";
import { bytesOf, type Encoding, type ValueType } from "./value-type.js";

/** What a file says of itself. */
export interface FileHeader extends Encoding {
  /** Rows, then the shape of one. */
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly offset: number;
}

/** More than any header of an array of numbers has. */
const MOST_HEADER = 65536;

const npyTypes: Record<string, ValueType> = {
  u1: "uint8",
  i1: "int8",
  u2: "uint16",
  i2: "int16",
  u4: "uint32",
  i4: "int32",
  i8: "int64",
  f4: "float32",
  f8: "float64",
};

const idxTypes: Record<number, ValueType> = {
  8: "uint8",
  9: "int8",
  11: "int16",
  12: "int32",
  13: "float32",
  14: "float64",
};

/**
 * The header of an NPY or IDX file, which its first bytes tell apart.
 *
 * @throws RowFileError `format`, `type` or `length`.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @see http://yann.lecun.com/exdb/mnist/
 */
export async function readHeader(file: ByteFile, signal?: AbortSignal): Promise<FileHeader> {
  const start = await file.read(0, Math.min(file.bytes, MOST_HEADER), signal);
  const isIdx = start.length >= 4 && start[0] === 0 && start[1] === 0;
  if (!isNpy(start) && !isIdx)
    throw new RowFileError(
      "format",
      `${file.name}: expected an NPY or IDX file, got another kind; for raw numbers pass { raw: { shape, type } }`,
    );
  const header = isNpy(start) ? npyHeader(file.name, start) : idxHeader(file.name, start);
  checkLength(file, header);
  return header;
}

/** Whether a file begins with `\x93NUMPY`. */
function isNpy(start: Uint8Array): boolean {
  return [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59].every((byte, i) => start[i] === byte);
}

/**
 * Compares the length of a file with its header.
 *
 * @throws RowFileError `length`.
 */
export function checkLength(
  { name, bytes }: Pick<ByteFile, "name" | "bytes">,
  { shape, offset, type }: FileHeader,
): void {
  const expected = offset + shape.reduce((a, b) => a * b, bytesOf(type));
  if (bytes !== expected)
    throw new RowFileError(
      "length",
      `${name}: expected ${expected} bytes for ${type} of [${shape}], got ${bytes}${bytes < expected ? "; is the file cut short?" : ""}`,
    );
}

/**
 * The header of an NPY file, of which `start` is the beginning.
 *
 * @throws RowFileError `format` or `type`.
 */
export function npyHeader(name: string, start: Uint8Array): FileHeader {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const fault = (expected: string, got: string) =>
    new RowFileError("format", `${name}: expected ${expected}, got ${got}`);
  if (!isNpy(start)) throw fault("NumPy's magic", "another kind of file");
  if (start.length < 12) throw fault("an NPY header", `${start.length} bytes`);
  const from = start[6] === 1 ? 10 : 12;
  const offset = from + (from === 10 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (offset > start.length) throw fault("a whole NPY header", `${start.length} bytes of ${offset}`);
  const header = new TextDecoder("latin1").decode(start.subarray(from, offset));
  const descr = /'descr':\s*'([<>|=])(\w+)'/.exec(header);
  const dimensions = /'shape':\s*\(([\d, ]*)\)/.exec(header)?.[1];
  if (descr === null || dimensions === undefined)
    throw fault("an NPY header with descr and shape", header.trim().slice(0, 80));
  if (!/'fortran_order':\s*False/.test(header))
    throw fault("C order", "Fortran order; save numpy.ascontiguousarray(x)");
  const type = npyTypes[descr[2]!];
  if (type === undefined)
    throw new RowFileError(
      "type",
      `${name}: expected integers, float32 or float64, got dtype ${descr[2]}; save x.astype('float32')`,
    );
  const shape = dimensions
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  if (shape.length === 0) throw fault("an array of rows", "a single number");
  return { type, littleEndian: descr[1] !== ">", shape, offset };
}

function idxHeader(name: string, start: Uint8Array): FileHeader {
  const type = idxTypes[start[2]!];
  if (type === undefined)
    throw new RowFileError("type", `${name}: expected a type of IDX (8, 9, 11 to 14), got ${start[2]}`);
  const rank = start[3]!;
  const offset = 4 + 4 * rank;
  if (rank === 0 || start.length < offset)
    throw new RowFileError(
      "format",
      `${name}: expected an IDX header of ${offset} bytes, got ${start.length}`,
    );
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  return { type, littleEndian: false, shape, offset };
}
