import { DataFault, type ModelFile, type TrainingRun } from "@elbowjs/command-line";
import { KMeansNetwork } from "../network/k-means-network.js";
import type { KMeansNetworkJSON } from "../network/network-options.js";

const isSafetensors = (path: string): boolean => path.endsWith(".safetensors");

/** `KMeansNetwork.toJSON()` as a file, or, where it is called `….safetensors`, checkpoints. */
export const modelFile: ModelFile<KMeansNetwork> = {
  name: "model.json",
  isOurs: (start) =>
    start.startsWith('{"format":"elbow-kmeans-network"') ||
    // Behind the header's length, which is binary, the metadata come first.
    start.startsWith('{"__metadata__":{"model":"kmeans-network"', 8),
  async read(bytes) {
    if (bytes[0] !== "{".charCodeAt(0)) return KMeansNetwork.fromSafetensors(bytes);
    return KMeansNetwork.fromJSON(JSON.parse(new TextDecoder().decode(bytes)) as KMeansNetworkJSON);
  },
  write: (net, path) => (isSafetensors(path) ? net.toSafetensors() : `${JSON.stringify(net)}\n`),
  takesCheckpoints: isSafetensors,
};

/**
 * The network of a checkpoint.
 *
 * @throws DataFault if the file is none.
 */
export async function resumedNetwork({
  path,
  bytes,
}: NonNullable<TrainingRun["resume"]>): Promise<KMeansNetwork> {
  try {
    return await KMeansNetwork.fromSafetensors(bytes);
  } catch (error) {
    throw new DataFault(
      `train: expected --resume with a .safetensors file that train wrote, got ${path}: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
