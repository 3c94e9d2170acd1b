import { refusal } from "@elbowjs/arguments";
import { checkSame, type RunSettings, resumeRun, scheduleData, writeRun } from "@elbowjs/runs";
import type { StoredTensor } from "@elbowjs/safetensors";
import { fingerprint, floatSamples, type Samples } from "@elbowjs/samples";
import type { CheckedFitOptions, EpochReport } from "./fit-options.js";
import { fileContent, fromSafetensors } from "./network-file.js";
import type { NetworkSettings } from "./network-options.js";

/** Where a run is after an epoch. */
export interface CentersState {
  /** Reports of the epochs that are done. */
  readonly epochs: readonly EpochReport[];
  /** Centres, k×d, where they lie. */
  readonly centers: Float32Array;
  /** The same in the coordinates of the steps, where these have others: with digits that `centers` may have lost. */
  readonly moved?: Float32Array | undefined;
  /** Centres of the epoch with the lowest validation loss, in the coordinates of the steps; only with `patience`. */
  readonly best?: Float32Array | undefined;
}

/**
 * Everything that changes a run. Data are told by a fingerprint, so that other data of the same size are noticed, and a
 * schedule by its values along the run.
 *
 * @param data Fingerprint of the samples.
 */
export function runSettings(
  caller: string,
  data: string,
  validation: Samples | undefined,
  temperature: number,
  options: CheckedFitOptions,
): RunSettings {
  const { epochs, batchSize, shuffle, seed, learningRate, patience, revive = false, weights } = options;
  const heat = options.temperature ?? temperature;
  const weighted =
    weights && fingerprint(floatSamples({ data: Float32Array.from(weights), shape: [1] }, caller));
  // Where nothing depends on the part of the run that is done, a run of ten epochs is the beginning of one of twenty.
  const isTimed = revive || typeof learningRate === "function" || typeof heat === "function";
  return {
    data,
    validation: validation && fingerprint(validation.relabel(undefined)),
    weights: weighted,
    epochs: isTimed ? epochs : undefined,
    batchSize,
    shuffle,
    passes: options.passes,
    seed,
    learningRate: scheduleData(caller, "learningRate", learningRate),
    temperature: scheduleData(caller, "temperature", heat),
    patience,
    revive,
  };
}

/** A safetensors file from which a training goes on as if it had never stopped: the network's own, and the run's state. */
export function writeCheckpoint(
  settings: NetworkSettings,
  run: RunSettings,
  { epochs, centers, moved, best }: CentersState,
): Uint8Array {
  const shape = [settings.k, settings.features];
  const tensors = new Map<string, StoredTensor>();
  if (moved !== undefined) tensors.set("moved", { shape, values: moved });
  if (best !== undefined) tensors.set("best", { shape, values: best });
  return writeRun(fileContent({ settings, centers }), run, { epochs, tensors });
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
): CentersState {
  const file = fromSafetensors(caller, bytes);
  checkSame(caller, "network", settings, file.settings);
  const { epochs, tensors } = resumeRun<EpochReport>(caller, file, run);
  const kept = (name: string): Float32Array | undefined => {
    const values = tensors.get(name)?.values;
    if (values !== undefined && values.length !== settings.k * settings.features)
      throw refusal(
        new RangeError(
          `${caller}: expected ${name} of ${settings.k}×${settings.features} values in the checkpoint, got ${values.length}`,
        ),
      );
    return values;
  };
  if (file.centers === undefined)
    throw refusal(new RangeError(`${caller}: expected a checkpoint with centres, got none`));
  return { epochs, centers: file.centers, moved: kept("moved"), best: kept("best") };
}
