import { readSafetensors, type StoredTensor, writeSafetensors } from "@elbowjs/safetensors";

/** Says in the file's metadata that its matrices are bytes. */
const key = "eight-bit";
const scaleOf = (name: string): string => `${name}.scale`;

/**
 * A model's file in full precision, from one whose matrices are bytes with a scale for each row, W = s·(b − 128): a quarter of the
 * bytes, and weights within s/2 of what they were. Files of another kind come back as they are.
 *
 * @param bytes a safetensors file whose metadata name `eight-bit`, as `scripts/eight-bit-file.mjs` writes it.
 */
export function inFullPrecision(bytes: Uint8Array): Uint8Array {
  const { tensors, metadata } = readSafetensors(bytes);
  const { [key]: isEightBit, ...rest } = metadata;
  if (isEightBit === undefined) return bytes;
  const full = new Map<string, StoredTensor>();
  for (const [name, tensor] of tensors) {
    if (name.endsWith(".scale")) continue;
    const scale = tensors.get(scaleOf(name));
    full.set(name, scale === undefined ? tensor : scaled(tensor, scale.values));
  }
  return writeSafetensors(full, { metadata: rest });
}

function scaled({ shape, values }: StoredTensor, scale: Float32Array): StoredTensor {
  const columns = values.length / scale.length;
  return { shape, values: values.map((b, i) => scale[Math.floor(i / columns)]! * (b - 128)) };
}
