import { shown } from "@elbowjs/arguments";
import { bytesOf, type DType, elementsOf } from "./stored-tensor.js";

/** What the header says of one tensor. */
export interface Entry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** First byte behind the header, and the byte behind the last. */
  readonly from: number;
  readonly to: number;
}

/** A header that holds what the format promises. */
export interface Header {
  /** In the header's order. */
  readonly entries: readonly Entry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the values begin. */
  readonly start: number;
}

/** PyTorch's own files are ZIP archives; a header longer than this is another format. */
const longestHeader = 100_000_000;

/**
 * Reads the header, and checks it against the file before a value is read: known types, shapes that fit their bytes, and values
 * that fill the file without a gap or an overlap.
 */
export function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? Number.NaN : Number(view.getBigUint64(0, true));
  if (!(length <= Math.min(longestHeader, bytes.length - 8)))
    throw new RangeError(
      `readSafetensors: expected the header's length in the first 8 bytes, got ${length} in a file of ${bytes.length} bytes; is this a safetensors file?`,
    );
  const start = 8 + length;
  const { __metadata__: metadata = {}, ...tensors } = parse(bytes.subarray(8, start));
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string"))
    throw new RangeError(`readSafetensors: expected __metadata__ of strings, got ${shown(metadata)}`);
  const entries = Object.entries(tensors).map(([name, entry]) => readEntry(name, entry));
  checkPlaces(entries, bytes.length - start);
  return { entries, metadata: metadata as Record<string, string>, start };
}

function parse(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new RangeError(
      "readSafetensors: expected a JSON header, got other text; is this a safetensors file?",
      { cause },
    );
  }
  if (!isObject(header))
    throw new RangeError(`readSafetensors: expected a JSON object as header, got ${shown(header)}`);
  return header;
}

function readEntry(name: string, entry: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : ({} as Record<string, unknown>);
  if (typeof dtype !== "string" || !Object.hasOwn(bytesOf, dtype))
    throw new RangeError(
      `readSafetensors: expected ${name} to be of ${Object.keys(bytesOf).join(", ")}, got ${typeof dtype === "string" ? dtype : shown(entry)}`,
    );
  if (!isCounts(shape))
    throw new RangeError(
      `readSafetensors: expected the shape of ${name} as integers ≥ 0, got ${JSON.stringify(shape)}`,
    );
  if (!isCounts(offsets) || offsets.length !== 2)
    throw new RangeError(
      `readSafetensors: expected the offsets of ${name} as two integers ≥ 0, got ${JSON.stringify(offsets)}`,
    );
  const [from, to] = offsets as [number, number];
  return { name, dtype: dtype as DType, shape, from, to };
}

/** Shapes must fit their bytes, and the bytes of all tensors must fill the file one behind another. */
function checkPlaces(entries: readonly Entry[], available: number): void {
  for (const { name, dtype, shape, from, to } of entries) {
    const size = elementsOf(shape) * bytesOf[dtype];
    if (to - from !== size || to > available)
      throw new RangeError(
        `readSafetensors: expected ${name} of shape [${shape.join(", ")}] at ${size} bytes inside the file, got bytes ${from} to ${to} of ${available}`,
      );
  }
  let end = 0;
  for (const { name, from, to } of [...entries].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end)
      throw new RangeError(
        `readSafetensors: expected ${name} at byte ${end}, behind the tensor before it, got byte ${from}`,
      );
    end = to;
  }
  if (end !== available)
    throw new RangeError(`readSafetensors: expected ${end} bytes of values, got ${available}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
}
