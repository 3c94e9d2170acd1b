import type { ModelFile } from "@elbowjs/command-line";
import { type EpochReport, type OptimizerOptions, type RunSettings, readRun } from "@elbowjs/training";
import type { Evaluation } from "../evaluate.js";
import { GaussianVae } from "../gaussian-vae.js";
import type { GaussianFitOptions } from "../gaussian-vae-options.js";

/** The name of the weights that come with the package, where a model file is asked for. */
export const pretrainedName = "pretrained";

/** A model, and its training so far. */
export interface TrainedVae {
  readonly vae: GaussianVae;
  /** The epochs that a file tells of; none of a new model, or of one that is no checkpoint. */
  readonly history: readonly EpochReport<Evaluation>[];
  /** What `fit` is told; undefined of a file that is no checkpoint. */
  readonly settings: Pick<GaussianFitOptions, "seed" | "batchSize" | "optimizer"> | undefined;
  dispose(): void;
}

/** A model with what is known of its training. */
export function trainedVae(
  vae: GaussianVae,
  settings?: TrainedVae["settings"],
  history: readonly EpochReport<Evaluation>[] = [],
): TrainedVae {
  return { vae, history, settings, dispose: () => vae.dispose() };
}

/** Checkpoints, and weights alone. */
export const modelFile: ModelFile<TrainedVae> = {
  name: "model.safetensors",
  // Behind the header's length, which is binary, the metadata come first.
  isOurs: (start) => start.startsWith('{"__metadata__":{', 8) && start.includes('"model":"gaussian-vae"'),
  async read(bytes) {
    const run = readRun(bytes);
    return trainedVae(
      await GaussianVae.fromSafetensors(bytes),
      run && settingsOf(run.settings),
      (run?.epochs ?? []) as EpochReport<Evaluation>[],
    );
  },
  write: ({ vae }) => vae.toSafetensors(),
  ready: {
    [pretrainedName]: async () => {
      const { pretrained } = await import("../pretrained.js");
      return trainedVae(await pretrained());
    },
  },
};

/** What `fit` was told, of the settings in a checkpoint. */
function settingsOf({ seed, batchSize, players }: RunSettings): NonNullable<TrainedVae["settings"]> {
  const [{ name: _, stepsPerBatch: __, ...optimizer }] = players as [
    OptimizerOptions & { readonly name: string; readonly stepsPerBatch: number },
  ];
  return { seed: seed as number, batchSize: batchSize as number, optimizer };
}
