import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { KMeansNetwork } from "../network.js";
import type { KMeansNetworkJSON } from "../network-options.js";
import { DataFault } from "./data-fault.js";

/** Writes a file whole or not at all: beside its place, and renamed into it. */
export async function writeWhole(path: string, content: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, content, { flush: true });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw new DataFault(`writeWhole: expected to write ${path}, got ${(error as Error).message}`, {
      cause: error,
    });
  }
}

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
