/**
 * Whether samples are copies: the mean square difference by pixel of each sample to its nearest training image, beside that of real test images.
 * Usage: node experiments/nearest.mjs <folder of the IDX files> [count] [steps] [picture]
 */
import { writeFileSync } from "node:fs";
import { pretrained } from "@elbowjs/diffusion/pretrained";
import { imageSheet } from "@elbowjs/figures";
import { nearestImages } from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";
import { toSamples } from "@elbowjs/samples";
import { concat, slice, tensor } from "@tensorflow/tfjs-core";

const [dataDir, count = 200, steps = 20, picture] = process.argv.slice(2);
const n = Number(count);
const model = await pretrained();
const { train, test } = await openDataset("mnist", { dataDir });
const rows = async (set, wanted) =>
  tensor((await toSamples("nearest", set)).gather(wanted), [wanted.length, 28, 28, 1]);
const made = model.sample(n, { seed: 3, steps: Number(steps) });
const held = await rows(
  test,
  Array.from({ length: n }, (_, i) => i),
);
for (const [name, images] of Object.entries({ samples: made, "test images": held })) {
  const found = await nearestImages(images, train);
  const distances = found.map(({ distance }) => distance).sort((a, b) => a - b);
  const at = (part) => distances[Math.floor(part * (n - 1))].toFixed(4);
  console.log(
    `${n} ${name}: nearest training image at ${at(0)} (least), ${at(0.05)} (5%), ${at(0.5)} (median)`,
  );
  if (picture && name === "samples") {
    const shown = found.slice(0, 10).map(({ index }) => index);
    const pairs = concat([slice(made, [0], [10]), await rows(train, shown)]);
    writeFileSync(picture, await imageSheet(pairs, { columns: 10, scale: 3 }));
  }
}
