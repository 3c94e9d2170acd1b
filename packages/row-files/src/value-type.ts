/** Types of numbers in files, by NumPy's names. `uint8` stays bytes; all others become float32. */
export const VALUE_TYPES = [
  "uint8",
  "int8",
  "uint16",
  "int16",
  "uint32",
  "int32",
  "int64",
  "float32",
  "float64",
] as const;

/** See {@link VALUE_TYPES}. */
export type ValueType = (typeof VALUE_TYPES)[number];

/** How the numbers of a file lie in it. */
export interface Encoding {
  readonly type: ValueType;
  readonly littleEndian: boolean;
}

/** Bytes of one number. */
export function bytesOf(type: ValueType): number {
  return Number(/\d+/.exec(type)![0]) / 8;
}

const readers: Record<
  Exclude<ValueType, "uint8">,
  (view: DataView, at: number, little: boolean) => number
> = {
  int8: (view, at) => view.getInt8(at),
  uint16: (view, at, little) => view.getUint16(at, little),
  int16: (view, at, little) => view.getInt16(at, little),
  uint32: (view, at, little) => view.getUint32(at, little),
  int32: (view, at, little) => view.getInt32(at, little),
  int64: (view, at, little) => Number(view.getBigInt64(at, little)),
  float32: (view, at, little) => view.getFloat32(at, little),
  float64: (view, at, little) => view.getFloat64(at, little),
};

/** The byte order of typed arrays here. */
export const hostIsLittleEndian: boolean = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The numbers of some bytes: bytes as they are, others as float32. */
export function decode(bytes: Uint8Array, { type, littleEndian }: Encoding): Uint8Array | Float32Array {
  if (type === "uint8") return bytes;
  if (type === "float32" && littleEndian === hostIsLittleEndian && bytes.byteOffset % 4 === 0)
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytesOf(type);
  const read = readers[type];
  return Float32Array.from({ length: bytes.length / size }, (_, i) => read(view, i * size, littleEndian));
}
