import { readFile } from "node:fs/promises";
import { DataFault } from "@elbowjs/command-line";
import { KMeansNetwork } from "../network/k-means-network.js";
import type { KMeansNetworkJSON } from "../network/network-options.js";

/** Reads what `train` wrote: `KMeansNetwork.toJSON()` as a file. */
export async function readModel(path: string): Promise<KMeansNetwork> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new DataFault(`readModel: expected a model file, got ${(error as Error).message}`, {
      cause: error,
    });
  }
  try {
    return KMeansNetwork.fromJSON(JSON.parse(text) as KMeansNetworkJSON);
  } catch (error) {
    throw new DataFault(
      `readModel: expected a model written by train, got ${path}: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}
