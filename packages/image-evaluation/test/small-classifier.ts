import { writeSafetensors } from "@elbowjs/safetensors";
import { hashed } from "@elbowjs/test-kit/hashed";
import { ImageClassifier } from "../src/index.js";

/** The options of make-classifier.py's classifier. */
export const smallOptions = { classes: 4, imageShape: [12, 12, 1], filters: [3, 4, 5] } as const;

/** make-classifier.py's classifier, filled from the hash in the order of the state dict. */
export async function smallClassifier(): Promise<ImageClassifier> {
  const empty = await ImageClassifier.create(smallOptions);
  const filled = [...empty.weights()].map(([name, { torchShape }], salt) => {
    const size = torchShape.reduce((product, extent) => product * extent, 1);
    const values = hashed(100 + salt, size);
    return [
      name,
      { shape: torchShape, values: name.endsWith("running_var") ? values.map((v) => 1 + v / 2) : values },
    ] as const;
  });
  empty.dispose();
  return ImageClassifier.fromSafetensors(
    writeSafetensors(new Map(filled), {
      metadata: { model: "image-classifier", version: "1", options: JSON.stringify(smallOptions) },
    }),
  );
}
