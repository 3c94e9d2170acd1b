import { checkKinds, refusal } from "@elbowjs/arguments";
import {
  readSafetensors,
  type SafetensorsFile,
  type StoredTensor,
  type WriteSafetensorsOptions,
  writeSafetensors,
} from "@elbowjs/safetensors";

/** Where a run's own tensors lie in a checkpoint, apart from the model's. */
const prefix = "training/";

/** Plain data that tell one run from another, by name. */
export type RunSettings = Readonly<Record<string, unknown>>;

/** What a checkpoint holds besides the model. */
export interface RunState<R = unknown> {
  /** Reports of the epochs that are done. */
  readonly epochs: readonly R[];
  /** By name: what optimisers remember, the best weights. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** What a file holds, or is to hold. */
export interface ModelContent {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: NonNullable<WriteSafetensorsOptions["metadata"]>;
}

/**
 * A safetensors file from which training goes on as if it had never stopped: the model's own content, with the run's tensors under
 * `training/` and the reports so far and the settings in the metadata. Times are left out: the same run gives the same bytes.
 */
export function writeRun(model: ModelContent, settings: RunSettings, run: RunState): Uint8Array {
  checkKinds("writeRun", {
    model: [model, { tensors: "iterable", metadata: "object" }],
    settings: [settings, "object"],
    run: [run, { epochs: "array", tensors: "iterable" }],
  });
  const { epochs, tensors } = run;
  const all = new Map(model.tensors);
  for (const [name, stored] of tensors) all.set(prefix + name, stored);
  const metadata = {
    ...model.metadata,
    training: JSON.stringify(settings),
    epochs: JSON.stringify(epochs, (name, value: unknown) => (name === "seconds" ? undefined : value)),
  };
  return writeSafetensors(all, { metadata });
}

/**
 * The state of a run in a checkpoint, and the tensors of the model.
 *
 * @throws RangeError if the file is not a checkpoint, or of a run with other settings, the first of which it names.
 */
export function resumeRun<R>(
  caller: string,
  file: Pick<SafetensorsFile, "tensors" | "metadata">,
  settings: RunSettings,
): RunState<R> & { readonly model: ReadonlyMap<string, StoredTensor> } {
  checkKinds(caller, {
    file: [file, { tensors: "iterable", metadata: "object" }],
    settings: [settings, "object"],
  });
  const { tensors, metadata } = file;
  if (metadata["training"] === undefined || metadata["epochs"] === undefined)
    throw refusal(
      new RangeError(`${caller}: expected resume to be a checkpoint, got a file without training's state`),
    );
  checkSame(caller, "run", settings, parsed(caller, metadata["training"]) as RunSettings);
  const model = new Map<string, StoredTensor>();
  const kept = new Map<string, StoredTensor>();
  for (const [name, stored] of tensors) {
    if (isTrainingState(name)) kept.set(name.slice(prefix.length), stored);
    else model.set(name, stored);
  }
  return { epochs: parsed(caller, metadata["epochs"]) as R[], tensors: kept, model };
}

/** What a checkpoint says of its run; undefined for a file that is none. @throws RangeError if the bytes are no safetensors file. */
export function readRun(
  bytes: Uint8Array,
): { readonly settings: RunSettings; readonly epochs: readonly unknown[] } | undefined {
  const { training, epochs } = readSafetensors(bytes).metadata;
  if (training === undefined || epochs === undefined) return undefined;
  return {
    settings: parsed("readRun", training) as RunSettings,
    epochs: parsed("readRun", epochs) as unknown[],
  };
}

/** Whether a tensor of a file is a run's, not the model's. */
export function isTrainingState(name: string): boolean {
  checkKinds("isTrainingState", { name: [name, "string"] });
  return name.startsWith(prefix);
}

/**
 * Refuses a checkpoint of another run, or of another network.
 *
 * @param what of which these are the settings: `run`.
 * @throws RangeError that names the first difference.
 */
export function checkSame(caller: string, what: string, wanted: object, saved: object): void {
  checkKinds(caller, { settings: [wanted, "object"], saved: [saved, "object"] });
  // Once through JSON, so that what is undefined here is missing there too.
  const here = JSON.parse(JSON.stringify(wanted)) as RunSettings;
  const there = saved as RunSettings;
  for (const name of new Set([...Object.keys(here), ...Object.keys(there)])) {
    const [ours, theirs] = [here[name], there[name]].map((value) => JSON.stringify(value) ?? "none");
    if (ours !== theirs)
      throw refusal(
        new RangeError(
          `${caller}: expected a checkpoint of a ${what} with ${name} ${short(ours!)}, got one with ${short(theirs!)}`,
        ),
      );
  }
}

function short(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
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
