import type { ModelFile } from "@elbowjs/command-line";
import { readSafetensors } from "@elbowjs/safetensors";
import type { EpochReport, FitOptions } from "../fit.js";
import { GaussianVae } from "../gaussian-vae.js";

/** The name of the weights that come with the package, where a model file is asked for. */
export const pretrainedName = "pretrained";

/** A model, and its training so far. */
export interface TrainedVae {
  readonly vae: GaussianVae;
  /** The epochs that a file tells of; none of a new model, or of one that is no checkpoint. */
  readonly history: readonly EpochReport[];
  /** What `fit` is told; undefined of a file that is no checkpoint. */
  readonly settings: Pick<FitOptions, "seed" | "batchSize" | "optimizer"> | undefined;
  dispose(): void;
}

/** A model with what is known of its training. */
export function trainedVae(
  vae: GaussianVae,
  settings?: TrainedVae["settings"],
  history: readonly EpochReport[] = [],
): TrainedVae {
  return { vae, history, settings, dispose: () => vae.dispose() };
}

/** Checkpoints, and weights alone. */
export const modelFile: ModelFile<TrainedVae> = {
  name: "model.safetensors",
  // Behind the header's length, which is binary, the metadata come first.
  isOurs: (start) => start.startsWith('{"__metadata__":{', 8) && start.includes('"gaussian-vae":'),
  async read(bytes) {
    const { fit, history } = readSafetensors(bytes).metadata;
    return trainedVae(
      await GaussianVae.fromSafetensors(bytes),
      fit === undefined ? undefined : (JSON.parse(fit) as TrainedVae["settings"]),
      history === undefined ? [] : (JSON.parse(history) as EpochReport[]),
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
