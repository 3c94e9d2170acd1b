import { refusal } from "@elbowjs/arguments";
import { loadState, modelMetadata, readState, type SavedModel } from "@elbowjs/layers";
import { type RunSettings, type RunState, resumeRun, writeRun } from "@elbowjs/runs";
import { readSafetensors, type StoredTensor } from "@elbowjs/safetensors";
import { tensor, type Variable } from "@tensorflow/tfjs-core";

/** A safetensors file from which training goes on as if it had never stopped: the model's own file, and the run's state. */
export async function writeCheckpoint(
  model: SavedModel,
  settings: RunSettings,
  run: RunState,
): Promise<Uint8Array> {
  const tensors = await readState(model.weights());
  return writeRun({ tensors, metadata: modelMetadata(model) }, settings, run);
}

/**
 * Reads a checkpoint, and puts the model where it left it.
 *
 * @throws RangeError if the file is not a checkpoint, or of a run with other settings, the first of which it names.
 */
export function readCheckpoint<R>(
  caller: string,
  bytes: Uint8Array,
  model: SavedModel,
  settings: RunSettings,
): RunState<R> {
  const { model: own, ...run } = resumeRun<R>(caller, readSafetensors(bytes), settings);
  loadState(caller, model.weights(), own);
  return run;
}

/**
 * Gives variables the values under their names.
 *
 * @throws RangeError if something is missing or of another shape, before anything is changed.
 */
export function loadKept(
  caller: string,
  kept: ReadonlyMap<string, Variable>,
  state: ReadonlyMap<string, StoredTensor>,
): void {
  for (const [name, { shape }] of kept) {
    const stored = state.get(name);
    if (stored?.shape.join() !== shape.join())
      throw refusal(
        new RangeError(
          `${caller}: expected a checkpoint with ${name} of shape [${shape.join(", ")}], got ${stored ? `[${stored.shape.join(", ")}]` : "none"}`,
        ),
      );
  }
  for (const [name, variable] of kept) {
    const value = tensor(state.get(name)!.values, variable.shape);
    variable.assign(value);
    value.dispose();
  }
}
