import { DataFault } from "@elbowjs/command-line";
import type { EpochReport, FitOptions } from "../fit.js";
import { GaussianVae } from "../gaussian-vae.js";
import { faithfulStages, type Stage } from "../stages.js";
import { readModel } from "./model-file.js";

/** The encoder's layers by the name that `--layers` takes. */
export const layerKinds: Readonly<Record<string, readonly Stage[]>> = {
  convolutional: faithfulStages,
  dense: [{ type: "flatten" }, { type: "linear", units: 360 }],
};

/** Where a training begins: a new model, or a checkpoint. */
export interface TrainingStart {
  readonly vae: GaussianVae;
  /** The epochs that are done. */
  readonly history: readonly EpochReport[];
  /** What `fit` is told. */
  readonly settings: Pick<FitOptions, "seed" | "batchSize" | "optimizer" | "resume">;
}

/**
 * A new model for images of a shape.
 *
 * @throws DataFault if the layers do not fit it.
 */
export async function newTraining(
  values: {
    readonly latent: number;
    readonly layers: string;
    readonly dropout: number;
    readonly optimizer: string;
    readonly eta: number | undefined;
    readonly "batch-size": number;
    readonly seed: number;
  },
  imageShape: readonly [number, number, number],
): Promise<TrainingStart> {
  const { latent, layers, dropout, seed, eta } = values;
  const optimizer = {
    type: values.optimizer as "sgd" | "adam",
    ...(eta !== undefined && { learningRate: eta }),
  };
  try {
    const vae = await GaussianVae.create({ latent, dropout, seed, imageShape, stages: layerKinds[layers]! });
    return { vae, history: [], settings: { seed, batchSize: values["batch-size"], optimizer } };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DataFault(
      `train: expected images that the ${layers} layers fit, got ${imageShape[0]}×${imageShape[1]} (${error.message}); try --layers dense`,
      { cause: error },
    );
  }
}

/**
 * The training of a file, with fewer than so many epochs done.
 *
 * @throws DataFault if the file has no training state, or the epochs already.
 */
export async function resumedTraining(path: string, epochs: number): Promise<TrainingStart> {
  const { vae, bytes, training, history } = await readModel(path);
  if (training !== undefined && history.length < epochs)
    return { vae, history, settings: { ...training, resume: bytes } };
  vae.dispose();
  throw new DataFault(
    training === undefined
      ? `train: expected --resume with a file that train wrote after an epoch, got ${path} without training state`
      : `train: expected --epochs above the ${history.length} that ${path} has done, got ${epochs}`,
  );
}
