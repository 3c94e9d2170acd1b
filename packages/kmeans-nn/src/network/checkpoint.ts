import { refusal } from "@elbowjs/arguments";
import type { StoredTensor } from "@elbowjs/safetensors";
import { fingerprint, floatSamples, type Samples } from "@elbowjs/samples";
import { scheduleData } from "../data/schedule.js";
import type { CheckedFitOptions, EpochReport } from "./fit-options.js";
import { fromSafetensors, toSafetensors } from "./network-file.js";
import type { NetworkSettings } from "./network-options.js";

/** Plain data that tell one run from another, by name. */
type RunSettings = Readonly<Record<string, unknown>>;

/** Where a run is after an epoch. */
export interface RunState {
  /** Reports of the epochs that are done. */
  readonly epochs: readonly EpochReport[];
  /** Centres, k×d, where they lie. */
  readonly centers: Float32Array;
  /** The same in the coordinates of the steps, where these have others: with digits that `centers` may have lost. */
  readonly moved?: Float32Array | undefined;
  /** Centres of the epoch with the lowest validation loss, in the coordinates of the steps; only with `patience`. */
  readonly best?: Float32Array | undefined;
}

/** Where training's own tensors lie in a file, apart from the network's. */
const PREFIX = "training/";

/**
 * Everything that changes a run. Data are told by a fingerprint, so that other data of the same size are noticed, and a
 * schedule by its values along the run.
 */
export function runSettings(
  caller: string,
  data: Samples,
  validation: Samples | undefined,
  temperature: number,
  options: CheckedFitOptions,
): RunSettings {
  const {
    epochs,
    batchSize,
    shuffle,
    seed,
    learningRate,
    patience = null,
    revive = false,
    weights,
  } = options;
  const weighted =
    weights && fingerprint(floatSamples({ data: Float32Array.from(weights), shape: [1] }, caller));
  return {
    data: fingerprint(data.relabel(undefined)),
    validation: validation === undefined ? null : fingerprint(validation.relabel(undefined)),
    weights: weighted ?? null,
    epochs,
    batchSize,
    shuffle,
    seed,
    learningRate: scheduleData(caller, "learningRate", learningRate),
    temperature: scheduleData(caller, "temperature", options.temperature ?? temperature),
    patience,
    revive,
  };
}

/** A safetensors file from which a training goes on as if it had never stopped: the network's own, and training's state. */
export function writeCheckpoint(
  caller: string,
  settings: NetworkSettings,
  run: RunSettings,
  { epochs, centers, moved, best }: RunState,
): Uint8Array {
  const shape = [settings.k, settings.features];
  const tensors = new Map<string, StoredTensor>();
  if (moved !== undefined) tensors.set(`${PREFIX}moved`, { shape, values: moved });
  if (best !== undefined) tensors.set(`${PREFIX}best`, { shape, values: best });
  const metadata = { training: JSON.stringify(run), epochs: JSON.stringify(epochs) };
  return toSafetensors(caller, { settings, centers }, {}, { tensors, metadata });
}

/**
 * Reads a checkpoint.
 *
 * @throws RangeError if the file is none, or of another network or run: the first difference is named.
 */
export function readCheckpoint(
  caller: string,
  bytes: Uint8Array,
  settings: NetworkSettings,
  run: RunSettings,
): RunState {
  const file = fromSafetensors(caller, bytes);
  const { training, epochs } = file.metadata;
  if (training === undefined || epochs === undefined || file.centers === undefined)
    throw refusal(
      new RangeError(`${caller}: expected resume to be a checkpoint, got a file without training's state`),
    );
  requireSame(caller, "network", settings, file.settings);
  requireSame(caller, "run", run, parsed(caller, training) as RunSettings);
  const kept = (name: string): Float32Array | undefined => {
    const values = file.tensors.get(PREFIX + name)?.values;
    if (values !== undefined && values.length !== settings.k * settings.features)
      throw refusal(
        new RangeError(
          `${caller}: expected ${PREFIX}${name} of ${settings.k}×${settings.features} values, got ${values.length}`,
        ),
      );
    return values;
  };
  return {
    epochs: parsed(caller, epochs) as EpochReport[],
    centers: file.centers,
    moved: kept("moved"),
    best: kept("best"),
  };
}

function requireSame(caller: string, what: string, wanted: object, saved: object): void {
  const [here, there] = [wanted, saved].map((settings) => new Map(Object.entries(settings)));
  for (const name of new Set([...here!.keys(), ...there!.keys()])) {
    const [ours, theirs] = [here, there].map((settings) => JSON.stringify(settings!.get(name)) ?? "none");
    if (ours !== theirs)
      throw refusal(
        new RangeError(
          `${caller}: expected a checkpoint of a ${what} with ${name} ${short(ours!)}, got one with ${short(theirs!)}`,
        ),
      );
  }
}

const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);

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
