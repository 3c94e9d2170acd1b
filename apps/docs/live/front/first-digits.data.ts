import { KMeansNetwork } from "@elbowjs/kmeans-nn";
import { openDataset } from "@elbowjs/mnist-data";
import { buildBackend } from "../build-backend.js";
import { digitCount, kMeansFields } from "../k-means/k-means-settings.js";

export declare const data: string;

export default {
  /**
   * The centres from which the front page's first training starts, as base64 of their bytes: known before any code is
   * loaded. They are drawn as the training draws them, so that nothing jumps when it begins.
   */
  async load(): Promise<string> {
    const { train } = await openDataset("digits", { size: digitCount, seed: 0 });
    await buildBackend();
    const network = new KMeansNetwork({ k: 10, features: train.features });
    await network.init(kMeansFields.init.initial, train, { seed: kMeansFields.seed.initial });
    const centers = await network.readCenters();
    network.dispose();
    return Buffer.from(centers.map((value) => Math.round(255 * value))).toString("base64");
  },
};
