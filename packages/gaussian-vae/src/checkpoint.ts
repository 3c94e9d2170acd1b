import { readSafetensors, type StoredTensor, writeSafetensors } from "@elbowjs/safetensors";
import type { Weight } from "./layers/layer.js";
import { loadState, readState } from "./torch-state.js";
import type { TrainingState } from "./training-state.js";

/** What a checkpoint holds of a model. */
export interface CheckpointedModel {
  /** The model's name in files: `gaussian-vae` or `standard-vae`. */
  readonly format: string;
  readonly options: object;
  weights(): Map<string, Weight>;
}

/** Where the optimiser's tensors lie in a checkpoint, apart from the model's. */
const prefix = "fit/";

/**
 * A safetensors file from which training goes on as if it had never stopped: the model's own file, with the optimiser's tensors
 * under `fit/` and the reports so far and the settings in the metadata.
 */
export async function writeCheckpoint(
  model: CheckpointedModel,
  state: TrainingState,
  history: readonly unknown[],
  settings: string,
): Promise<Uint8Array> {
  const tensors = await readState(model.weights());
  for (const [name, stored] of await state.read()) tensors.set(prefix + name, stored);
  const metadata = {
    [model.format]: JSON.stringify(model.options),
    fit: settings,
    history: JSON.stringify(history),
  };
  return writeSafetensors(tensors, { metadata });
}

/**
 * Puts a model and a training state where a checkpoint left them.
 *
 * @returns the reports of the epochs that are done.
 * @throws RangeError if the file is not a checkpoint, or of a run with other settings.
 */
export function readCheckpoint<R>(
  bytes: Uint8Array,
  model: CheckpointedModel,
  state: TrainingState,
  settings: string,
): R[] {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata["fit"] === undefined || metadata["history"] === undefined)
    throw new RangeError("fit: expected resume to be a checkpoint, got a model without training state");
  if (metadata["fit"] !== settings)
    throw new RangeError(
      `fit: expected a checkpoint of a run with ${settings}, got one with ${metadata["fit"]}`,
    );
  const kept = new Map<string, StoredTensor>();
  for (const [name, stored] of tensors)
    if (name.startsWith(prefix)) kept.set(name.slice(prefix.length), stored);
  loadState("fit", model.weights(), withoutTraining(tensors));
  state.load(kept);
  return JSON.parse(metadata["history"]) as R[];
}

/** The model's own tensors. */
export function withoutTraining(tensors: ReadonlyMap<string, StoredTensor>): Map<string, StoredTensor> {
  return new Map([...tensors].filter(([name]) => !name.startsWith(prefix)));
}
