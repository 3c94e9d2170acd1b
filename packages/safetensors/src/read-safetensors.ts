import { checkKinds } from "@elbowjs/arguments";
import { halfToNumber } from "./half.js";
import { type Entry, readHeader } from "./header.js";
import { bytesOf, type DType, elementsOf, type StoredTensor } from "./stored-tensor.js";

/** The contents of a safetensors file. */
export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The `__metadata__` of the header: strings by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads the safetensors format: the header's length (uint64, little-endian), a JSON header, raw little-endian values. F32,
 * F64, F16, BF16, I64, I32 and U8 are read, all as float32. The header is checked against the file before a value is read; no
 * more memory is taken than the values need.
 *
 * @throws RangeError if the bytes are not such a file, with the place where they differ; TypeError if they are no bytes.
 * @see https://github.com/huggingface/safetensors, "Format".
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  checkKinds("readSafetensors", { bytes: [bytes, "Uint8Array"] });
  const { entries, metadata, start } = readHeader(bytes);
  const tensors = new Map<string, StoredTensor>();
  for (const entry of entries)
    tensors.set(entry.name, {
      shape: entry.shape,
      values: readValues(bytes.subarray(start + entry.from, start + entry.to), entry),
    });
  return { tensors, metadata };
}

function readValues(bytes: Uint8Array, { dtype, shape }: Entry): Float32Array {
  const values = new Float32Array(elementsOf(shape));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readValue[dtype];
  for (let i = 0; i < values.length; i++) values[i] = read(view, i * bytesOf[dtype]);
  return values;
}

const readValue: { readonly [type in DType]: (view: DataView, at: number) => number } = {
  F64: (view, at) => view.getFloat64(at, true),
  F32: (view, at) => view.getFloat32(at, true),
  F16: (view, at) => halfToNumber(view.getUint16(at, true)),
  BF16: (view, at) => {
    const bits = new DataView(new ArrayBuffer(4));
    bits.setUint16(0, view.getUint16(at, true)); // the upper half of a float32
    return bits.getFloat32(0);
  },
  I64: (view, at) => Number(view.getBigInt64(at, true)),
  I32: (view, at) => view.getInt32(at, true),
  U8: (view, at) => view.getUint8(at),
};
