import { DataFault, type LabelledData, type TrainingRun } from "@elbowjs/command-line";
import { GaussianVae } from "../gaussian-vae.js";
import { faithfulStages, type Stage } from "../stages.js";
import { imageData } from "./image-data.js";
import { modelFile, type TrainedVae, trainedVae } from "./model-file.js";

/** The encoder's layers by the name that `--layers` takes. */
export const layerKinds: Readonly<Record<string, readonly Stage[]>> = {
  convolutional: faithfulStages,
  dense: [{ type: "flatten" }, { type: "linear", units: 360 }],
};

/**
 * A new model for images of the data's shape.
 *
 * @throws DataFault if the layers do not fit it.
 */
export async function newModel(
  values: {
    readonly latent: number;
    readonly layers: string;
    readonly dropout: number;
    readonly optimizer: string;
    readonly eta: number | undefined;
    readonly batchSize: number;
    readonly seed: number;
  },
  data: LabelledData,
): Promise<TrainedVae> {
  const { latent, layers, dropout, seed, eta, batchSize } = values;
  const { imageShape } = imageData(data);
  const optimizer = {
    type: values.optimizer as "sgd" | "adam",
    ...(eta !== undefined && { learningRate: eta }),
  };
  try {
    const vae = await GaussianVae.create({ latent, dropout, seed, imageShape, stages: layerKinds[layers]! });
    return trainedVae(vae, { seed, batchSize, optimizer });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DataFault(
      `train: expected images that the ${layers} layers fit, got ${imageShape[0]}×${imageShape[1]} (${error.message}); try --layers dense`,
      { cause: error },
    );
  }
}

/**
 * The model of a checkpoint with fewer than so many epochs done.
 *
 * @throws DataFault if the file has no training state, or the epochs already.
 */
export async function resumedModel(
  { path, bytes }: NonNullable<TrainingRun["resume"]>,
  epochs: number,
): Promise<TrainedVae> {
  const model = await modelFile.read(bytes).catch((error: unknown) => {
    throw new DataFault(
      `train: expected --resume with a file that train wrote, got ${path}: ${(error as Error).message}`,
      { cause: error },
    );
  });
  const { settings, history } = model;
  if (settings !== undefined && history.length < epochs) return model;
  model.dispose();
  throw new DataFault(
    settings === undefined
      ? `train: expected --resume with a file that train wrote after an epoch, got ${path} without training state`
      : `train: expected --epochs above the ${history.length} that ${path} has done, got ${epochs}`,
  );
}
