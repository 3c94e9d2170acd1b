import { readSafetensors } from "@elbowjs/safetensors";
import { withoutTraining } from "../checkpoint.js";
import type { Weight } from "../layers/layer.js";
import { loadState } from "../torch-state.js";

/**
 * A model from a file of its kind.
 *
 * @param format the model's name in files.
 * @throws RangeError if the bytes are not such a file.
 */
export async function readModel<M extends { weights(): Map<string, Weight>; dispose(): void }>(
  bytes: Uint8Array,
  format: string,
  create: (options: object) => Promise<M>,
): Promise<M> {
  const { tensors, metadata } = readSafetensors(bytes);
  const options = metadata[format];
  if (options === undefined)
    throw new RangeError(`fromSafetensors: expected a file of a ${format}, got one without its options`);
  const model = await create(JSON.parse(options) as object);
  try {
    loadState("fromSafetensors", model.weights(), withoutTraining(tensors));
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}
