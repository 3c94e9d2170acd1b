import { refusal } from "@elbowjs/arguments";
import { loadState, modelMetadata, readState, type SavedModel } from "@elbowjs/layers";
import { readSafetensors, type StoredTensor, writeSafetensors } from "@elbowjs/safetensors";
import { tensor, type Variable } from "@tensorflow/tfjs-core";

/** Where training's own tensors lie in a checkpoint, apart from the model's. */
const prefix = "training/";

/** Plain data that tell one run from another, by name. */
export type RunSettings = Readonly<Record<string, unknown>>;

/** What a checkpoint holds besides the model. */
export interface RunState {
  readonly settings: RunSettings;
  readonly epochs: readonly unknown[];
  /** By name: what the players remember, and the best weights. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/**
 * A safetensors file from which training goes on as if it had never stopped: the model's own file, with training's tensors
 * under `training/` and the reports so far and the settings in the metadata. Times are left out: the same run gives the same bytes.
 */
export async function writeCheckpoint(model: SavedModel, run: RunState): Promise<Uint8Array> {
  const tensors = await readState(model.weights());
  for (const [name, stored] of run.tensors) tensors.set(prefix + name, stored);
  const metadata = {
    ...modelMetadata(model),
    training: JSON.stringify(run.settings),
    epochs: JSON.stringify(run.epochs, (name, value: unknown) => (name === "seconds" ? undefined : value)),
  };
  return writeSafetensors(tensors, { metadata });
}

/**
 * Reads a checkpoint, and puts the model where it left it.
 *
 * @throws RangeError if the file is not a checkpoint, or of a run with other settings, the first of which it names.
 */
export function readCheckpoint(
  caller: string,
  bytes: Uint8Array,
  model: SavedModel,
  settings: RunSettings,
): RunState {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata["training"] === undefined || metadata["epochs"] === undefined)
    throw refusal(
      new RangeError(`${caller}: expected resume to be a checkpoint, got a file without training's state`),
    );
  const saved = parsed(caller, metadata["training"]) as RunSettings;
  checkSettings(caller, settings, saved);
  const own = new Map<string, StoredTensor>();
  const kept = new Map<string, StoredTensor>();
  for (const [name, stored] of tensors) {
    if (isTrainingState(name)) kept.set(name.slice(prefix.length), stored);
    else own.set(name, stored);
  }
  loadState(caller, model.weights(), own);
  return { settings: saved, epochs: parsed(caller, metadata["epochs"]) as unknown[], tensors: kept };
}

/** What a checkpoint says of its run; undefined for a file that is none. @throws RangeError if the bytes are no safetensors file. */
export function readRun(bytes: Uint8Array): Pick<RunState, "settings" | "epochs"> | undefined {
  const { training, epochs } = readSafetensors(bytes).metadata;
  if (training === undefined || epochs === undefined) return undefined;
  return {
    settings: parsed("readRun", training) as RunSettings,
    epochs: parsed("readRun", epochs) as unknown[],
  };
}

/** Whether a tensor of a file is training's, not the model's. */
export function isTrainingState(name: string): boolean {
  return name.startsWith(prefix);
}

function checkSettings(caller: string, settings: RunSettings, saved: RunSettings): void {
  // Once through JSON, so that what is undefined here is missing there too.
  const wanted = JSON.parse(JSON.stringify(settings)) as RunSettings;
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(saved)])) {
    const [here, there] = [wanted[name], saved[name]].map((value) => JSON.stringify(value) ?? "none");
    if (here !== there)
      throw refusal(
        new RangeError(
          `${caller}: expected a checkpoint of a run with ${name} ${short(here!)}, got one with ${short(there!)}`,
        ),
      );
  }
}

function short(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
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

function parsed(caller: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refusal(
      new RangeError(`${caller}: expected resume to hold training's state in JSON, got other text`, {
        cause,
      }),
    );
  }
}
