import { openData, startBackend, UsageError } from "@elbowjs/command-line";
import type { KMeansNetwork } from "../network/k-means-network.js";
import { type Measures, measure } from "./measures.js";
import { readModel } from "./model-file.js";

/** A model of a file, and what it comes to on data. */
export interface MeasuredModel {
  readonly net: KMeansNetwork;
  readonly model: string;
  readonly data: string;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  readonly measures: Measures;
}

/** Reads a model, opens the data and measures the one on the other. The caller disposes of `net`. */
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
  const net = await readModel(model);
  try {
    await startBackend(values.backend);
    const { name, train, test } = await openData(from, {
      dataDir: values["data-dir"],
      limit: values.limit,
      signal,
    });
    const part = values.set === "test" && test ? test : train;
    return { net, model, data: name, shape: part.shape, measures: await measure(net, part, signal) };
  } catch (error) {
    net.dispose();
    throw error;
  }
}
