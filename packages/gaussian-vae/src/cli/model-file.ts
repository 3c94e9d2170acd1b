import { readFile } from "node:fs/promises";
import { DataFault } from "@elbowjs/command-line";
import { readSafetensors } from "@elbowjs/safetensors";
import type { EpochReport } from "../fit.js";
import { GaussianVae } from "../gaussian-vae.js";
import type { OptimizerOptions } from "../optimizers/optimizer.js";

/** The name of the weights that come with the package, where a model file is asked for. */
export const pretrainedName = "pretrained";

/** What `train` wrote. */
export interface ModelFile {
  readonly vae: GaussianVae;
  readonly bytes: Uint8Array;
  /** The training so far; none in a file that is not a checkpoint. */
  readonly history: readonly EpochReport[];
  /** The settings that going on with the training needs; undefined in a file that is not a checkpoint. */
  readonly training:
    | { readonly seed: number; readonly batchSize: number; readonly optimizer: OptimizerOptions }
    | undefined;
}

/**
 * Reads a model that `train` wrote, or the package's own. The caller disposes of `vae`.
 *
 * @throws DataFault if there is none.
 */
export async function readModel(path: string): Promise<ModelFile> {
  if (path === pretrainedName) {
    const { pretrained } = await import("../pretrained.js");
    return { vae: await pretrained(), bytes: new Uint8Array(), history: [], training: undefined };
  }
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new DataFault(`readModel: expected a model file, got ${(error as Error).message}`, {
      cause: error,
    });
  }
  try {
    const { metadata } = readSafetensors(bytes);
    const { fit, history } = metadata;
    return {
      vae: await GaussianVae.fromSafetensors(bytes),
      bytes,
      history: history === undefined ? [] : (JSON.parse(history) as EpochReport[]),
      training: fit === undefined ? undefined : (JSON.parse(fit) as ModelFile["training"]),
    };
  } catch (error) {
    throw new DataFault(
      `readModel: expected a model written by train, got ${path}: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
