import type { ModelFile } from "@elbowjs/command-line";
import { KMeansNetwork } from "../network/k-means-network.js";
import type { KMeansNetworkJSON } from "../network/network-options.js";

/** `KMeansNetwork.toJSON()` as a file. */
export const modelFile: ModelFile<KMeansNetwork> = {
  name: "model.json",
  isOurs: (start) => /^\{"format":"elbow-kmeans-network"/.test(start),
  read: async (bytes) =>
    KMeansNetwork.fromJSON(JSON.parse(new TextDecoder().decode(bytes)) as KMeansNetworkJSON),
  write: (net) => `${JSON.stringify(net)}\n`,
};
