import { useBackend } from "@elbowjs/backend";
import { loadModel, readModelFile, type SavedModel, type WeightSource } from "@elbowjs/layers";
import { isTrainingState } from "@elbowjs/runs";

/**
 * A model from the bytes of its file, or of a checkpoint, whose state of the training is passed over. Chooses a backend first, unless the
 * program has set one.
 *
 * @param caller the method that is called, `GaussianVae.fromSafetensors`.
 * @param format the model's name in files.
 * @param make makes the model from its options and weights; it checks the options.
 * @throws RangeError or TypeError if the bytes are no such file, or its weights do not fit.
 */
export async function openModel<M extends SavedModel>(
  caller: string,
  bytes: Uint8Array,
  format: string,
  make: (options: object, weights: WeightSource) => M,
): Promise<M> {
  const file = readModelFile(caller, bytes, format);
  await useBackend();
  return loadModel(caller, file, make, (name) => !isTrainingState(name));
}
