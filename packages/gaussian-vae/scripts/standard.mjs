/**
 * Trains the standard VAE (convolutional, 20 latent units, Bernoulli) and prints the ELBO of the test images after each epoch, then
 * the importance-weighted bound of some of them. MNIST is binarised, each pixel white with the probability of its grey: the
 * training images anew at each use, the test images once. Fashion-MNIST keeps its greys, so that its numbers are cross-entropies.
 * Draws eight test images with their reconstructions after the first and the last epoch, and samples. A checkpoint is kept beside
 * the pictures after each epoch; the same call goes on from it.
 * Usage: node scripts/standard.mjs <folder of the IDX files> <mnist or fashion-mnist> <epochs> <images for the bound> <folder for pictures> [training images]
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useBackend } from "@elbowjs/backend";
import { imageSheet } from "@elbowjs/figures";
import { StandardVae } from "@elbowjs/gaussian-vae";
import { openDataset } from "@elbowjs/mnist-data";
import { defaultRng } from "@elbowjs/numpy-random";
import { cosine, readRun } from "@elbowjs/training";
import { concat, tensor } from "@tensorflow/tfjs-core";
import { binarise } from "./binarise.mjs";

const [dataDir, dataset, epochs, count, folder, trainingImages] = process.argv.slice(2);
const { train: whole, test } = await openDataset(dataset, { dataDir });
const train = whole.take(Number(trainingImages ?? whole.size));
await useBackend({ prefer: ["wasm"] });
mkdirSync(folder, { recursive: true });

const binary = dataset === "mnist";
/** Of the epoch under way, so that training goes on from a checkpoint as if it had not stopped. */
let random = defaultRng([1, 1]);
const trainImages = binary
  ? { size: train.size, features: train.features, image: (i) => binarise(train.image(i), random) }
  : train;
const testRandom = defaultRng(2);
const testImages = new Float32Array(784 * test.size);
for (let i = 0; i < test.size; i++) {
  const bytes = binary ? binarise(test.image(i), testRandom) : test.image(i);
  testImages.set(
    Array.from(bytes, (byte) => byte / 255),
    784 * i,
  );
}

const eight = tensor(testImages.slice(0, 8 * 784), [8, 28, 28, 1]);
const save = async (name, images, columns) =>
  writeFileSync(join(folder, `${name}.png`), await imageSheet(images, { columns }));

const vae = await StandardVae.create({
  latent: 20,
  stages: [
    { type: "conv2d", channels: 16, kernel: 4, stride: 2, padding: 1 }, // 14×14
    { type: "conv2d", channels: 32, kernel: 4, stride: 2, padding: 1 }, // 7×7
    { type: "flatten" },
    { type: "linear", units: 256 },
  ],
});
const checkpointFile = join(folder, `${dataset}.checkpoint`);
const resume = existsSync(checkpointFile) && new Uint8Array(readFileSync(checkpointFile));
if (resume) random = defaultRng([1, readRun(resume).epochs.length + 1]);

console.log("epoch  −ELBO of test  reconstruction  KL  active units  seconds");
let start = performance.now();
await vae.fit(trainImages, {
  epochs: Number(epochs),
  batchSize: 100,
  optimizer: { type: "adam", learningRate: cosine(0.003, 0, { warmup: 0.02 }) },
  averageDecay: 0.999,
  klWarmup: 0.1,
  validation: testImages,
  ...(resume && { resume }),
  async onEpoch({ epoch, validation }, checkpoint) {
    const { loss, reconstruction, kl, activeUnits, warning } = validation;
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${String(epoch).padStart(5)}  ${loss.toFixed(2)}  ${reconstruction.toFixed(2)}  ${kl.toFixed(2)}  ${activeUnits}  ${seconds.toFixed(0)}`,
    );
    if (warning) console.log(warning);
    if (epoch === 1 || epoch === Number(epochs))
      await save(
        `${dataset}-epoch-${epoch === 1 ? "first" : "last"}`,
        concat([eight, vae.reconstruct(eight)]),
        8,
      );
    random = defaultRng([1, epoch + 1]);
    writeFileSync(`${checkpointFile}.new`, await checkpoint());
    renameSync(`${checkpointFile}.new`, checkpointFile);
    start = performance.now();
  },
});
await save(`${dataset}-samples`, vae.sample(20), 10);
// Spread over all test images: the first half of MNIST's are the easier ones.
const apart = Math.floor(test.size / Number(count));
const some = testImages.filter((_, p) => Math.floor(p / 784) % apart === 0).subarray(0, 784 * Number(count));
if (binary && Number(count) > 0)
  for (const k of [1, 50, 5000])
    console.log(
      `k = ${k}: ${(await vae.importanceBound(some, { k })).toFixed(2)} nats, one test image in ${apart}`,
    );
vae.dispose();
