/**
 * Hinton and Salakhutdinov's figure 2B: rows of test images, of the autoencoder's, of logistic PCA's and of PCA's reconstructions from
 * 30 numbers, with the squared error per test image. Writes docs/figure-2b.png.
 * Usage: node experiments/figure-2b.mjs [folder of the IDX files] [--model file] [--train 60000] [--epochs 8]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { DeepAutoencoder } from "@elbowjs/deep-autoencoder";
import { pretrained } from "@elbowjs/deep-autoencoder/pretrained";
import { imageSheet } from "@elbowjs/figures";
import { pca } from "@elbowjs/subspace";
import { cosine } from "@elbowjs/training";
import { first, mapRows, openMnist, pointsOf, squaredError } from "./mnist.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: "string" },
    train: { type: "string", default: "60000" },
    epochs: { type: "string", default: "8" },
  },
});
const data = await openMnist(positionals[0]);
const { test } = data;
const train = first(data.train, Number(values.train));
const original = test.slice(0, test.size);
const rows = [["test images", original]];

const deep = values.model
  ? await DeepAutoencoder.fromSafetensors(new Uint8Array(readFileSync(values.model)))
  : await pretrained();
rows.push([`autoencoder ${deep.options.widths.join("-")}`, await mapRows(test, (x) => deep.reconstruct(x))]);
deep.dispose();

// One layer, no hidden one: logistic PCA, σ(Wz + b) with z linear in x, by the cross-entropy.
const logistic = await DeepAutoencoder.create({ widths: [784, 30], batchNorm: false });
await logistic.fit(train, {
  loss: "cross-entropy",
  epochs: Number(values.epochs),
  batchSize: 128,
  learningRate: cosine(0.003),
});
rows.push(["logistic PCA, 30", await mapRows(test, (x) => logistic.reconstruct(x))]);
logistic.dispose();

const linear = pca(pointsOf(train), { components: 30 });
rows.push(["PCA, 30", Float32Array.from(linear.reconstruct(linear.transform(pointsOf(test))).to1DArray())]);

for (const [name, made] of rows.slice(1))
  console.log(`${name.padEnd(34)} ${squaredError(made, original, 784).toFixed(3)}`);

// One image of each digit, as in the paper: the first of each.
const shown = Array.from({ length: 10 }, (_, digit) => Array.from(test.labels).indexOf(digit));
const sheet = new Float32Array(rows.length * 10 * 784);
for (const [r, [, made]] of rows.entries())
  for (const [c, i] of shown.entries()) sheet.set(made.subarray(i * 784, (i + 1) * 784), (r * 10 + c) * 784);
const images = { data: sheet.map((v) => Math.min(1, Math.max(0, v))), shape: [rows.length * 10, 28, 28, 1] };
const file = new URL("../docs/figure-2b.png", import.meta.url);
writeFileSync(file, await imageSheet(images, { columns: 10, scale: 2 }));
console.log(`rows of ${file.pathname}: ${rows.map(([name]) => name).join("; ")}`);
