/**
 * Trains the Gaussian autoencoder with a learnt variance on MNIST, fits a mixture of Gaussians to its aggregate posterior, and writes
 * both for `digitSampler()`, the weights in half precision, and a picture of 20 samples. Prints the terms of the bound on the first 1,000 test images after each
 * epoch. The weights are kept after each epoch; with --keep the file's are taken as they are, and nothing is trained.
 * Usage: node scripts/digits.mjs <folder of the four IDX files> <file for the weights in full> [--epochs 8] [--seed 0] [--keep]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { imageSheet } from "@elbowjs/figures";
import { GaussianVae } from "@elbowjs/gaussian-vae";
import { aggregatePosterior, writeMixture } from "@elbowjs/gaussian-vae/aggregate-posterior";
import { openDataset } from "@elbowjs/mnist-data";
import { cosine } from "@elbowjs/training";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    epochs: { type: "string", default: "8" },
    seed: { type: "string", default: "0" },
    keep: { type: "boolean", default: false },
  },
});
const [dataDir, file] = positionals;
const { train, test } = await openDataset("mnist", { dataDir });
const { name, kernels } = await useBackend({ prefer: ["wasm"] });
console.log(`backend ${name} (${kernels} kernels), seed ${values.seed}`);
if (!values.keep) await trainModel();

const vae = await GaussianVae.fromSafetensors(new Uint8Array(readFileSync(file)));
const half = await vae.toSafetensors({ dtype: "F16" });
vae.dispose();
const shipped = await GaussianVae.fromSafetensors(half);
const { nats, pixelError } = await shipped.evaluate(test);
console.log(`float16, all test images: ${nats.toFixed(1)} nats, pixel error ${pixelError.toFixed(4)}`);
const images = train.take(20_000);
const posterior = await aggregatePosterior(shipped, images, { components: 50, noise: 0 });
const fitted = writeMixture(posterior.mixture);
writeFileSync(
  new URL("../images/digits.png", import.meta.url),
  await imageSheet(posterior.sample(20), { columns: 10, scale: 2 }),
);
shipped.dispose();
for (const [target, bytes] of [
  ["mnist-digits", half],
  ["mnist-digits-mixture", fitted],
]) {
  writeFileSync(new URL(`../weights/${target}.safetensors`, import.meta.url), bytes);
  console.log(`${target}: ${bytes.length} bytes`);
}

async function trainModel() {
  const model = await GaussianVae.create({ seed: Number(values.seed), dropout: 0, covariance: "scalar" });
  console.log("epoch  train loss  nats  pixel error  rms of g(x)  seconds");
  let start = performance.now();
  await model.fit(train, {
    epochs: Number(values.epochs),
    optimizer: { type: "adam", learningRate: cosine(0.002, 0, { warmup: 0.05 }) },
    averageDecay: 0.999,
    validation: test.take(1000),
    async onEpoch({ epoch, loss, validation }) {
      const { nats, pixelError, latentTerm } = validation;
      const rms = Math.sqrt((latentTerm * 794) / 10);
      const seconds = (performance.now() - start) / 1000;
      console.log(
        `${String(epoch).padStart(5)}  ${loss.toFixed(4)}     ${nats.toFixed(1)}  ${pixelError.toFixed(4)}       ${rms.toFixed(2)}         ${seconds.toFixed(0)}`,
      );
      writeFileSync(file, await model.toSafetensors());
      start = performance.now();
    },
  });
  model.dispose();
}
