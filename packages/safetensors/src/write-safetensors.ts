import { checkChoices, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { numberToHalf } from "./half.js";
import { bytesOf, elementsOf, type StoredTensor } from "./stored-tensor.js";

/** Options of {@link writeSafetensors}. */
export interface WriteSafetensorsOptions {
  /** Strings by name, for the header's `__metadata__`. Default: none. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** F32 keeps every bit; F16 halves the file: 11 bits of precision, magnitudes to 65,504. Default F32. */
  readonly dtype?: "F32" | "F16";
}

/**
 * Writes tensors as a safetensors file: names in the order given, the header padded with spaces so that the values are aligned to
 * 8 bytes, as the format's own library does. The same tensors give the same bytes.
 *
 * @throws RangeError for a tensor named `__metadata__`, or one whose shape does not fit its values; RangeError or TypeError for
 *   options that do not fit.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  options: WriteSafetensorsOptions = {},
): Uint8Array {
  checkOptions("writeSafetensors", options, ["metadata", "dtype"]);
  const { metadata = {}, dtype = "F32" } = options;
  checkChoices("writeSafetensors", { dtype: [dtype, ["F32", "F16"]] });
  if (!(tensors instanceof Map))
    throw refusal(new TypeError(`writeSafetensors: expected tensors as a Map, got ${shown(tensors)}`));
  const header: Record<string, unknown> = Object.assign(Object.create(null), { __metadata__: metadata });
  let size = 0;
  for (const [name, tensor] of tensors) {
    const { shape, values } = checkTensor(name, tensor);
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

function checkTensor(name: string, tensor: StoredTensor): StoredTensor {
  if (!Array.isArray(tensor?.shape) || !(tensor.values instanceof Float32Array))
    throw refusal(
      new TypeError(
        `writeSafetensors: expected tensors to hold a shape and values as a Float32Array, got ${shown(tensor)}`,
      ),
    );
  const { shape, values } = tensor;
  if (name === "__metadata__")
    throw new RangeError(
      "writeSafetensors: expected names of tensors, got __metadata__, which is the header's own",
    );
  if (elementsOf(shape) !== values.length)
    throw new RangeError(
      `writeSafetensors: expected ${name} of shape [${shape.join(", ")}] to have ${elementsOf(shape)} values, got ${values.length}`,
    );
  return tensor;
}
