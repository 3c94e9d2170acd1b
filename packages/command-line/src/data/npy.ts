import { DataFault } from "./data-fault.js";

/** An array of a `.npy` file: bytes stay bytes, every other type becomes float32. */
export interface NpyArray {
  readonly values: Uint8Array | Float32Array;
  readonly shape: readonly number[];
}

/** `\x93NUMPY`. */
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** A reader of one number, by NumPy's name of the type without the byte order. */
const readers: Record<string, { bytes: number; read(view: DataView, at: number, little: boolean): number }> =
  {
    i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
    u2: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
    i2: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
    u4: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
    i4: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
    i8: { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
    f4: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
    f8: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
  };

/**
 * Parses an array saved by `numpy.save`: the magic `\x93NUMPY`, a header that is a Python dictionary, the values.
 *
 * @param name The file's name, for the errors.
 * @throws DataFault if it is no such file, in Fortran order, of another type, or cut short.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function parseNpy(file: Uint8Array, name: string): NpyArray {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const fault = (expected: string, got: string): DataFault =>
    new DataFault(`parseNpy: expected ${expected} in ${name}, got ${got}`);
  if (file.length < 12 || !magic.every((byte, i) => file[i] === byte))
    throw fault("NumPy's magic", "another kind of file");
  const start = file[6] === 1 ? 10 : 12;
  const end = start + (start === 10 ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = new TextDecoder("latin1").decode(file.subarray(start, end));
  const type = /'descr':\s*'([<>|=])(\w+)'/.exec(header);
  const dimensions = /'shape':\s*\(([\d, ]*)\)/.exec(header)?.[1];
  if (type === null || dimensions === undefined) throw fault("a header with descr and shape", header.trim());
  if (!/'fortran_order':\s*False/.test(header))
    throw fault("C order", "Fortran order; save numpy.ascontiguousarray(x)");
  const shape = dimensions
    .split(",")
    .filter((part) => part.trim() !== "")
    .map(Number);
  const count = shape.reduce((a, b) => a * b, 1);
  const reader = type[2] === "u1" ? undefined : readers[type[2]!];
  if (type[2] !== "u1" && reader === undefined)
    throw fault("integers, float32 or float64", `dtype ${type[2]}; save x.astype('float32')`);
  const bytes = count * (reader?.bytes ?? 1);
  if (file.length - end !== bytes)
    throw fault(`${bytes} bytes of values`, `${Math.max(0, file.length - end)}; is the file cut short?`);
  if (reader === undefined)
    return { values: new Uint8Array(file.buffer, file.byteOffset + end, count), shape };
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = reader.read(view, end + i * reader.bytes, type[1] !== ">");
  return { values, shape };
}
