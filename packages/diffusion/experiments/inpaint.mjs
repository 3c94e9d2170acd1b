/**
 * Half a digit completed: the left halves of test digits, what the model makes of the rest, and how often the classifier reads the digit that it was.
 * Usage: node experiments/inpaint.mjs <folder of the IDX files> [count] [picture]
 */
import { writeFileSync } from "node:fs";
import { pretrained } from "@elbowjs/diffusion/pretrained";
import { imageSheet } from "@elbowjs/figures";
import { digitClassifier, sampleQuality } from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";
import { toSamples } from "@elbowjs/samples";
import { concat, slice, tensor, where, zerosLike } from "@tensorflow/tfjs-core";

const [dataDir, count = 20, picture] = process.argv.slice(2);
const n = Number(count);
const model = await pretrained();
const { test } = await openDataset("mnist", { dataDir });
const x = tensor((await toSamples("inpaint", test)).slice(0, n), [n, 28, 28, 1]);
const mask = tensor(
  Array.from({ length: 28 }, (_, column) => column < 14),
  [1, 28, 1],
  "bool",
);
const done = model.inpaint(x, mask, { steps: 20, repeats: 3 });
const classifier = await digitClassifier();
const { read, confident } = await sampleQuality(classifier, {
  data: await done.data(),
  shape: [n, 28, 28, 1],
});
const right = Array.from({ length: n }, (_, i) => read.classes[i] === test.labels[i]).filter(Boolean).length;
console.log(
  `${n} left halves completed: ${right} read as the digit that it was, ${(100 * confident).toFixed(0)}% with 0.9`,
);
if (picture) {
  const first = (images) => slice(images, [0], [Math.min(10, n)]);
  const known = where(mask, x, zerosLike(x));
  writeFileSync(
    picture,
    await imageSheet(concat([x, known, done].map(first)), { columns: Math.min(10, n), scale: 3 }),
  );
}
