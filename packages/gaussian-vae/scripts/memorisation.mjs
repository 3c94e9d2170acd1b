/**
 * How near samples of `digitSampler()` are to MNIST's training images, beside how near test images are: quantiles of the mean square
 * difference by pixel to the nearest of the 60,000. Draws ten samples above the training images nearest to them.
 * Usage: node scripts/memorisation.mjs <folder of the IDX files> <file for the picture> [count] [seed]
 */
import { writeFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { imageSheet } from "@elbowjs/figures";
import { digitSampler } from "@elbowjs/gaussian-vae/aggregate-posterior";
import { nearestImages } from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";
import { concat, slice, tensor } from "@tensorflow/tfjs-core";

const [dataDir, file, count = "1000", seed = "0"] = process.argv.slice(2);
const n = Number(count);
const { train, test } = await openDataset("mnist", { dataDir });
await useBackend({ prefer: ["wasm"] });

const pixelsOf = (split, rows) =>
  tensor(Float32Array.from(rows.flatMap((row) => [...split.image(row)].map((byte) => byte / 255))), [
    rows.length,
    28,
    28,
    1,
  ]);
const samples = (await digitSampler()).sample(n, { seed: Number(seed) });
const nearest = await nearestImages(samples, train);
const tests = await nearestImages(
  pixelsOf(
    test,
    Array.from({ length: n }, (_, i) => i),
  ),
  train,
);
for (const [name, found] of Object.entries({ samples: nearest, "test images": tests })) {
  const distances = found.map(({ distance }) => distance).sort((a, b) => a - b);
  const at = (part) => distances[Math.floor(part * (n - 1))].toFixed(4);
  console.log(
    `${n} ${name}: least ${at(0)}, hundredth ${at(0.01)}, median ${at(0.5)}, mean ${(distances.reduce((a, b) => a + b) / n).toFixed(4)}`,
  );
}
const ten = slice(samples, 0, 10);
const copies = pixelsOf(
  train,
  nearest.slice(0, 10).map(({ index }) => index),
);
writeFileSync(file, await imageSheet(concat([ten, copies]), { columns: 10, scale: 2 }));
