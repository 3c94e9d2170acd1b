import { DataFault, type LabelledData, type TrainingRun } from "@elbowjs/command-line";
import type { ActivationName } from "../activation-name.js";
import { DeepAutoencoder } from "../deep-autoencoder.js";
import type { LossName } from "../reconstruction-loss.js";
import { modelFile, type TrainedAutoencoder, trained } from "./model-file.js";
import { type NoiseName, noiseOf } from "./noise.js";

/** The flags that make a model. */
export interface ModelFlags {
  readonly widths: string;
  readonly units: number;
  readonly activation: string;
  readonly loss: string;
  readonly noise: string;
  readonly level: number;
  readonly eta: number;
  readonly batchSize: number;
  readonly seed: number;
}

/**
 * A new model for images of the data's size.
 *
 * @throws DataFault if `--widths` are no integers ≥ 1, or `--level` is outside of the noise's interval.
 */
export async function newModel(values: ModelFlags, data: LabelledData): Promise<TrainedAutoencoder> {
  const { units, activation, loss, noise, level, eta, batchSize, seed } = values;
  const hidden = values.widths === "" ? [] : values.widths.split(/[-,]/).map(Number);
  if (!hidden.every((width) => Number.isSafeInteger(width) && width >= 1))
    throw new DataFault(
      `train: expected --widths as integers ≥ 1 such as 1000-500-250, got ${values.widths}`,
    );
  try {
    const corrupt = noise === "none" ? undefined : noiseOf(noise as NoiseName, level);
    const widths = [data.samples.features, ...hidden, units];
    const model = await DeepAutoencoder.create({ widths, activation: activation as ActivationName, seed });
    return trained(model, {
      seed,
      batchSize,
      loss: loss as LossName,
      optimizer: { type: "adam", learningRate: eta },
      ...(corrupt && { corrupt }),
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DataFault(`train: ${error.message}`, { cause: error });
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
): Promise<TrainedAutoencoder> {
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
