import { type LabelledData, openData, startBackend, UsageError } from "@elbowjs/command-line";
import type { Evaluation } from "../evaluate.js";
import type { Images } from "../images.js";
import { imagesFor } from "./image-data.js";
import { type ModelFile, readModel } from "./model-file.js";

/** A model of a file, and what it comes to on data. */
export interface MeasuredModel {
  readonly file: ModelFile;
  readonly model: string;
  readonly data: string;
  readonly part: LabelledData;
  readonly images: Images;
  readonly evaluation: Evaluation;
}

/** Reads a model, opens the data and measures the one on the other. The caller disposes of `file.vae`. */
export async function measuredModel(
  use: string,
  [model, from = "digits", ...more]: readonly string[],
  values: {
    readonly "data-dir": string | undefined;
    readonly limit: number | undefined;
    readonly backend: string;
    readonly set: string;
  },
  signal: AbortSignal,
): Promise<MeasuredModel> {
  if (model === undefined || more.length > 0)
    throw new UsageError(`expected ${use}, got ${model === undefined ? "no model" : `also '${more[0]}'`}`);
  await startBackend(values.backend);
  const file = await readModel(model);
  try {
    const { name, train, test } = await openData(from, {
      dataDir: values["data-dir"],
      limit: values.limit,
      signal,
    });
    const part = values.set === "test" && test ? test : train;
    const images = imagesFor(file.vae.options.imageShape, part);
    return { file, model, data: name, part, images, evaluation: await file.vae.evaluate(images) };
  } catch (error) {
    file.vae.dispose();
    throw error;
  }
}
