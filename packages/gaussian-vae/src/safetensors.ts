/** The element types that a model's weights come in, and their bytes. */
const bytesOf = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, U8: 1 } as const;

type DType = keyof typeof bytesOf;

/** A tensor of a safetensors file, read as float32. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The contents of a safetensors file. */
export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The `__metadata__` of the header: strings by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  dtype: DType;
  shape: number[];
  data_offsets: [number, number];
}

/** PyTorch's own files are ZIP archives; a header longer than this is another format. */
const longestHeader = 100_000_000;

/**
 * Reads the safetensors format: the header's length (uint64, little-endian), a JSON header, raw little-endian values. F32,
 * F64, F16, BF16, I64, I32 and U8 are read, all as float32.
 *
 * @throws RangeError if the bytes are not such a file, with the place where they differ.
 * @see https://github.com/huggingface/safetensors, "Format".
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? Number.NaN : Number(view.getBigUint64(0, true));
  if (!(length <= Math.min(longestHeader, bytes.length - 8)))
    throw new RangeError(
      `readSafetensors: expected the header's length in the first 8 bytes, got ${length} in a file of ${bytes.length} bytes; is this a safetensors file?`,
    );
  const header = parseHeader(bytes.subarray(8, 8 + length));
  const start = 8 + length;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    tensors.set(name, readTensor(name, entry as Entry, view, start));
  }
  return { tensors, metadata: (header["__metadata__"] ?? {}) as Record<string, string> };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new RangeError(
      "readSafetensors: expected a JSON header, got other text; is this a safetensors file?",
      {
        cause,
      },
    );
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    throw new RangeError(`readSafetensors: expected a JSON object as header, got ${JSON.stringify(header)}`);
  return header as Record<string, unknown>;
}

function readTensor(name: string, entry: Entry, view: DataView, start: number): StoredTensor {
  const { dtype, shape, data_offsets: offsets } = entry;
  const elementBytes = bytesOf[dtype];
  if (elementBytes === undefined)
    throw new RangeError(
      `readSafetensors: expected ${name} to be of ${Object.keys(bytesOf).join(", ")}, got ${dtype}`,
    );
  const count = shape.reduce((product, extent) => product * extent, 1);
  const [from, to] = offsets;
  if (to - from !== count * elementBytes || from < 0 || start + to > view.byteLength)
    throw new RangeError(
      `readSafetensors: expected ${name} of shape [${shape.join(", ")}] at ${count * elementBytes} bytes inside the file, got bytes ${from} to ${to} of ${view.byteLength - start}`,
    );
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = readValue[dtype](view, start + from + i * elementBytes);
  return { shape, values };
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

/** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}

/** Nearest binary16, ties to the even one, as IEEE 754 rounds. */
function numberToHalf(value: number): number {
  const size = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00; // half-way from the largest finite value to the next power of two
  const exponent = size < 2 ** -14 ? -14 : Math.floor(Math.log2(size));
  const steps = size / 2 ** (exponent - 10); // exact: a division by a power of two
  const floor = Math.floor(steps);
  const up = steps - floor > 0.5 || (steps - floor === 0.5 && floor % 2 === 1);
  // Below 2⁻¹⁴ there is no implicit bit; a carry into the exponent comes out right by itself.
  return sign | ((exponent + 14) * 1024 + floor + Number(up));
}

/**
 * Writes tensors as a safetensors file: names in the order given, the header padded with spaces so that the values are aligned to
 * 8 bytes, as the format's own library does.
 *
 * @param dtype F32 (default), which keeps every bit, or F16 at half the size: 11 bits of precision, magnitudes to 65,504.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>> = {},
  dtype: "F32" | "F16" = "F32",
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let size = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [size, (size += bytesOf[dtype] * values.length)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + size);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, 8, 8 + length).set(json, 8);
  let at = 8 + length;
  for (const { values } of tensors.values()) {
    for (const value of values) {
      if (dtype === "F32") view.setFloat32(at, value, true);
      else view.setUint16(at, numberToHalf(value), true);
      at += bytesOf[dtype];
    }
  }
  return bytes;
}
