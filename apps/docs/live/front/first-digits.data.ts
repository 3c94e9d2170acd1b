import { openDataset } from "@elbowjs/mnist-data";
import { digitCount } from "../k-means/k-means-settings.js";

export declare const data: string;

export default {
  /** The first digit of each class, where the front page's training starts, as base64: known before any code is loaded. */
  async load(): Promise<string> {
    const { train } = await openDataset("digits", { size: { train: digitCount.train, test: 1 }, seed: 0 });
    const bytes = Buffer.alloc(train.classes * train.features);
    for (const [label, i] of train.firstOfEach().entries()) bytes.set(train.image(i), label * train.features);
    return bytes.toString("base64");
  },
};
