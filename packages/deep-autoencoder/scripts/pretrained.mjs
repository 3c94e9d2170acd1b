/**
 * Turns a file of scripts/pretrained.py into weights that ship, in half precision or, of two units, in bytes, and prints the squared error
 * per test image before and after. For two units it also writes the codes of the first 1,000 test images, which the live page
 * shows before the weights are loaded.
 * Usage: node scripts/pretrained.mjs <folder of the IDX files> <file> <30 or 2>
 */
import { readFileSync, writeFileSync } from "node:fs";
import { DeepAutoencoder } from "@elbowjs/deep-autoencoder";
import { pretrained } from "@elbowjs/deep-autoencoder/pretrained";
import { first, mapRows, openMnist } from "../experiments/mnist.mjs";
import { eightBitFile } from "./eight-bit-file.mjs";

const [dataDir, file, units] = process.argv.slice(2);
const { test } = await openMnist(dataDir);
const options = { widths: [784, 1000, 500, 250, Number(units)] };
const full = await DeepAutoencoder.fromTorch(new Uint8Array(readFileSync(file)), options);
const bytes =
  units === "2" ? eightBitFile(await full.toSafetensors()) : await full.toSafetensors({ dtype: "F16" });
const shipped = new URL(`../weights/mnist-${units}.safetensors`, import.meta.url);
writeFileSync(shipped, bytes);
const small = await pretrained({ units: Number(units) });
if (units === "2") await writeCodes();
for (const [name, model] of Object.entries({ float32: full, shipped: small })) {
  console.log(
    `${name}: squared error ${(await model.evaluate(test)).squaredError.toFixed(4)} per test image`,
  );
  model.dispose();
}
console.log(`${bytes.length} bytes`);

async function writeCodes() {
  const shown = first(test, 1000);
  const codes = await mapRows(shown, (x) => small.encode(x));
  const rounded = Array.from(shown.labels, (_, i) =>
    [...codes.subarray(2 * i, 2 * i + 2)].map((z) => Number(z.toFixed(2))),
  );
  const text = JSON.stringify({ labels: [...shown.labels], codes: rounded });
  writeFileSync(new URL("../weights/mnist-2-codes.json", import.meta.url), `${text}\n`);
}
