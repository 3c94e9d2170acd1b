/**
 * A denoising autoencoder against the best linear denoiser, the Wiener filter from the covariance of the training images: squared error
 * per test image at each kind of noise, and along levels that the network was not trained on. Writes docs/denoising.svg (the curve) and
 * docs/denoising.png (images, their corruptions, the filter's and the network's).
 * With --gaussian, --masking or --salt-and-pepper it measures a file of scripts/denoiser.py instead of training that one.
 * Usage: node experiments/denoising.mjs [folder of the IDX files] [--epochs 20] [--train 60000] [--test 10000] [--widths 784,1000,500,250]
 *   [--gaussian file] [--masking file] [--salt-and-pepper file] [--level 0.5] [--no-curve]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  DeepAutoencoder,
  gaussianNoise,
  linearDenoiser,
  maskingNoise,
  saltAndPepper,
} from "@elbowjs/deep-autoencoder";
import { figure, imageSheet, line } from "@elbowjs/figures";
import { cosine } from "@elbowjs/training";
import { first, openMnist, squaredError } from "./mnist.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    epochs: { type: "string", default: "20" },
    train: { type: "string", default: "60000" },
    test: { type: "string", default: "10000" },
    widths: { type: "string", default: "784,1000,500,250" },
    level: { type: "string", default: "0.5" },
    "no-curve": { type: "boolean", default: false },
    gaussian: { type: "string" },
    masking: { type: "string" },
    "salt-and-pepper": { type: "string" },
  },
});
const data = await openMnist(positionals[0]);
const [train, test] = [first(data.train, Number(values.train)), first(data.test, Number(values.test))];
const original = test.slice(0, test.size);

const widths = values.widths.split(",").map(Number);
async function trained(corrupt) {
  const file = values[corrupt.name];
  if (file !== undefined) return DeepAutoencoder.fromTorch(new Uint8Array(readFileSync(file)), { widths });
  const model = await DeepAutoencoder.create({ widths });
  await model.fit(train, {
    corrupt,
    epochs: Number(values.epochs),
    batchSize: 256,
    learningRate: cosine(0.003, 0, { warmup: 0.02 }),
    onEpoch: ({ epoch, loss, seconds }) =>
      console.error(
        `${corrupt.name} ${corrupt.level}: epoch ${epoch}, training ${loss.toFixed(2)}, ${seconds.toFixed(0)} s`,
      ),
  });
  return model;
}

async function compare(model, filter, corrupt) {
  const corrupted = corrupt.apply(original, 1);
  const { squaredError: network } = await model.evaluate(test, { corrupt, seed: 1 });
  const wiener = squaredError(filter.apply(corrupted), original, 784);
  return { none: squaredError(corrupted, original, 784), wiener, network };
}

const shown = 10;
const sheet = [original.slice(0, shown * 784)];
console.log("squared error per test image: corrupted, Wiener filter, autoencoder, share of the filter's");
const level = Number(values.level);
for (const corrupt of [gaussianNoise(level), maskingNoise(level), saltAndPepper(level)]) {
  const model = await trained(corrupt);
  const { none, wiener, network } = await compare(model, await linearDenoiser(train, corrupt), corrupt);
  const name = `${corrupt.name} ${corrupt.level}`;
  console.log(
    `${name.padEnd(20)} ${none.toFixed(2)}  ${wiener.toFixed(3)}  ${network.toFixed(3)}  ${(network / wiener).toFixed(3)}`,
  );
  if (corrupt.name === "gaussian" && !values["no-curve"]) await alongLevels(model, corrupt);
  model.dispose();
}

/** The network of one level at others, beside the filter of each level and the filter of that one. */
async function alongLevels(model, own) {
  const fixed = await linearDenoiser(train, own);
  const { tensor2d } = await import("@tensorflow/tfjs-core");
  const corrupted = own.apply(original, 1).slice(0, shown * 784);
  const x = tensor2d(corrupted, [shown, 784]);
  const y = model.reconstruct(x);
  sheet.push(corrupted, fixed.apply(corrupted), await y.data());
  x.dispose();
  y.dispose();
  const levels = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1];
  const rows = [];
  for (const level of levels) {
    const corrupt = gaussianNoise(level);
    const best = await compare(model, await linearDenoiser(train, corrupt), corrupt);
    const { wiener } = await compare(model, fixed, corrupt);
    rows.push({ ...best, fixed: wiener });
    console.log(
      `  σ ${level}: Wiener of this σ ${best.wiener.toFixed(2)}, of 0.5 ${wiener.toFixed(2)}, autoencoder of 0.5 ${best.network.toFixed(2)}`,
    );
  }
  const series = (name, key) => line({ name, x: levels, y: rows.map((row) => row[key]) });
  const svg = figure({
    title: "Denoising at levels not trained on",
    x: { label: "σ of the noise" },
    y: { label: "squared error per image", domain: [0, Math.max(...rows.map((row) => row.fixed))] },
    marks: [
      series("Wiener filter of each σ", "wiener"),
      series("Wiener filter of σ = 0.5", "fixed"),
      series("autoencoder trained at 0.5", "network"),
    ],
  });
  writeFileSync(new URL("../docs/denoising.svg", import.meta.url), svg);
  const pixels = new Float32Array(sheet.length * shown * 784);
  for (const [r, row] of sheet.entries()) pixels.set(row, r * shown * 784);
  const images = {
    data: pixels.map((v) => Math.min(1, Math.max(0, v))),
    shape: [sheet.length * shown, 28, 28, 1],
  };
  writeFileSync(
    new URL("../docs/denoising.png", import.meta.url),
    await imageSheet(images, { columns: shown, scale: 2 }),
  );
}
