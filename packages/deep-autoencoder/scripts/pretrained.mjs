/**
 * Turns a file of scripts/pretrained.py into weights that ship, in half precision, and prints the squared error per test image of what
 * was written, in full and in half precision.
 * Usage: node scripts/pretrained.mjs <folder of the IDX files> <file> <30 or 2>
 */
import { readFileSync, writeFileSync } from "node:fs";
import { DeepAutoencoder } from "@elbowjs/deep-autoencoder";
import { openMnist } from "../experiments/mnist.mjs";

const [dataDir, file, units] = process.argv.slice(2);
const { test } = await openMnist(dataDir);
const options = { widths: [784, 1000, 500, 250, Number(units)] };
const full = await DeepAutoencoder.fromTorch(new Uint8Array(readFileSync(file)), options);
const bytes = await full.toSafetensors({ dtype: "F16" });
const half = await DeepAutoencoder.fromSafetensors(bytes);
writeFileSync(new URL(`../weights/mnist-${units}.safetensors`, import.meta.url), bytes);
for (const [name, model] of Object.entries({ float32: full, float16: half })) {
  console.log(
    `${name}: squared error ${(await model.evaluate(test)).squaredError.toFixed(4)} per test image`,
  );
  model.dispose();
}
console.log(`${bytes.length} bytes`);
