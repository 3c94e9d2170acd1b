/**
 * Trains the standard VAE (convolutional, 20 latent units, Bernoulli) on statically binarised images and prints the ELBO after each
 * epoch, then the importance-weighted bound on the first test images. Draws eight test images with their reconstructions after the
 * first and the last epoch, and samples.
 * Usage: node scripts/standard.mjs <folder of the four IDX files> <mnist or fashion-mnist> <epochs> <images for the bound> <folder for pictures>
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useBackend } from "@elbowjs/backend";
import { cosineDecay, imageSheet, StandardVae } from "@elbowjs/gaussian-vae";
import { openDataset } from "@elbowjs/mnist-data";
import { defaultRng } from "@elbowjs/numpy-random";
import { concat, tensor } from "@tensorflow/tfjs-core";

const [dataDir, dataset, epochs, count, folder] = process.argv.slice(2);
const { train, test } = await openDataset(dataset, { dataDir });
await useBackend({ prefer: ["wasm"] });
mkdirSync(folder, { recursive: true });

/** Each pixel black or white once and for all, white with the probability of its grey. */
function binarise(split, seed) {
  const random = defaultRng(seed);
  const values = new Float32Array(784 * split.size);
  for (let i = 0; i < split.size; i++) {
    const bytes = split.image(i);
    for (let p = 0; p < 784; p++) values[784 * i + p] = Number(random.random() * 255 < bytes[p]);
  }
  return values;
}

const [trainImages, testImages] = [binarise(train, 1), binarise(test, 2)];
const eight = tensor(testImages.slice(0, 8 * 784), [8, 28, 28, 1]);
const save = async (name, images, columns) =>
  writeFileSync(join(folder, `${name}.png`), await imageSheet(images, { columns }));

const vae = await StandardVae.create({ latent: 20 });
console.log("epoch  −ELBO of test  reconstruction  KL  active units  seconds");
let start = performance.now();
await vae.fit(trainImages, {
  epochs: Number(epochs),
  optimizer: { type: "adam", learningRate: 0.002 },
  schedule: cosineDecay({ warmup: 0.02 }),
  averageDecay: 0.999,
  klWarmup: 0.1,
  validation: testImages,
  async onEpoch({ epoch, validation }) {
    const { loss, reconstruction, kl, activeUnits, warning } = validation;
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${String(epoch).padStart(5)}  ${loss.toFixed(2)}  ${reconstruction.toFixed(2)}  ${kl.toFixed(2)}  ${activeUnits}  ${seconds.toFixed(0)}`,
    );
    if (warning) console.log(warning);
    if (epoch === 1 || epoch === Number(epochs))
      await save(`${dataset}-epoch-${epoch}`, concat([eight, vae.reconstruct(eight)]), 8);
    start = performance.now();
  },
});
await save(`${dataset}-samples`, vae.sample(20), 10);
const some = testImages.slice(0, 784 * Number(count));
for (const k of [1, 50, 5000])
  console.log(`k = ${k}: ${(await vae.importanceBound(some, { k })).toFixed(2)} nats, ${count} test images`);
vae.dispose();
