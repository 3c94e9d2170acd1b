import { tensor, tidy } from "@tensorflow/tfjs-core";
import { checkInteger } from "../layers/layer.js";
import type { ImageClassifier } from "./image-classifier.js";
import { type LabelledSplit, labelledSet } from "./labelled-images.js";

/** What {@link ImageClassifier.evaluate} returns. */
export interface ClassifierEvaluation {
  /** Images measured. */
  readonly size: number;
  /** Share whose most probable class is the label, in [0, 1]. */
  readonly accuracy: number;
  /** Mean of −ln p(label), in nats. */
  readonly crossEntropy: number;
}

/** Measures a classifier; its own `evaluate` calls it. */
export async function evaluateClassifier(
  classifier: ImageClassifier,
  images: LabelledSplit,
  { batchSize = 250 }: { readonly batchSize?: number } = {},
): Promise<ClassifierEvaluation> {
  checkInteger("evaluate", "batchSize", batchSize, 1);
  const { imageShape, classes } = classifier.options;
  const { size, gather, labels } = await labelledSet("evaluate", images, imageShape, classes);
  let [right, nats] = [0, 0];
  for (let start = 0; start < size; start += batchSize) {
    const n = Math.min(batchSize, size - start);
    const rows = Int32Array.from({ length: n }, (_, i) => start + i);
    const output = tidy(() => classifier.classify(tensor(gather(rows), [n, ...imageShape])));
    const probabilities = await output.data();
    output.dispose();
    for (const i of rows) {
      const row = probabilities.subarray((i - start) * classes, (i - start + 1) * classes);
      if (row.indexOf(Math.max(...row)) === labels[i]) right += 1;
      // float32's smallest normal number stands in for a probability that came out as 0.
      nats -= Math.log(Math.max(row[labels[i]!]!, 2 ** -126));
    }
  }
  return { size, accuracy: right / size, crossEntropy: nats / size };
}
