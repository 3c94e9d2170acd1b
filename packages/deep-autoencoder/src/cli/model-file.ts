import type { ModelFile } from "@elbowjs/command-line";
import { type EpochReport, type OptimizerOptions, type RunSettings, readRun } from "@elbowjs/training";
import { DeepAutoencoder } from "../deep-autoencoder.js";
import type { FitOptions, Validation } from "../fit.js";
import type { LossName } from "../reconstruction-loss.js";
import { type NoiseName, noiseOf } from "./noise.js";

/** What `fit` is told besides epochs and data. */
export type Settings = Pick<FitOptions, "seed" | "batchSize" | "optimizer" | "loss" | "corrupt">;

/** A model, and its training so far. */
export interface TrainedAutoencoder {
  readonly model: DeepAutoencoder;
  /** The epochs that a file tells of; none of a new model, or of one that is no checkpoint. */
  readonly history: readonly EpochReport<Validation>[];
  /** Undefined of a file that is no checkpoint. */
  readonly settings: Settings | undefined;
  dispose(): void;
}

/** A model with what is known of its training. */
export function trained(
  model: DeepAutoencoder,
  settings?: Settings,
  history: readonly EpochReport<Validation>[] = [],
): TrainedAutoencoder {
  return { model, history, settings, dispose: () => model.dispose() };
}

const ready = (units: 30 | 2) => async (): Promise<TrainedAutoencoder> => {
  const { pretrained } = await import("../pretrained.js");
  return trained(await pretrained({ units }));
};

/** Checkpoints, and weights alone. */
export const modelFile: ModelFile<TrainedAutoencoder> = {
  name: "autoencoder.safetensors",
  // Behind the header's length, which is binary, the metadata come first.
  isOurs: (start) => start.startsWith('{"__metadata__":{', 8) && start.includes('"model":"deep-autoencoder"'),
  async read(bytes) {
    const run = readRun(bytes);
    return trained(
      await DeepAutoencoder.fromSafetensors(bytes),
      run && settingsOf(run.settings),
      (run?.epochs ?? []) as EpochReport<Validation>[],
    );
  },
  write: ({ model }) => model.toSafetensors(),
  ready: { pretrained: ready(30), "pretrained-2": ready(2) },
};

/** What `fit` was told, of the settings in a checkpoint. */
function settingsOf({ seed, batchSize, players, objective }: RunSettings): Settings {
  const [{ name: _, stepsPerBatch: __, ...optimizer }] = players as [
    OptimizerOptions & { readonly name: string; readonly stepsPerBatch: number },
  ];
  const { loss, corrupt } = objective as {
    readonly loss: LossName;
    readonly corrupt?: readonly [NoiseName, number];
  };
  return {
    seed: seed as number,
    batchSize: batchSize as number,
    optimizer,
    loss,
    ...(corrupt && { corrupt: noiseOf(...corrupt) }),
  };
}
