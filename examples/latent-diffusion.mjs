/**
 * Latent diffusion: a dense chain on the 30-number codes of the deep autoencoder's pretrained(). Prints the time of training and of 10,000 samples, and
 * what they are worth by the classifier of @elbowjs/image-evaluation.
 * Usage: node examples/latent-diffusion.mjs <folder of the IDX files> [epochs] [count] [steps] [picture]
 */
import { writeFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { pretrained } from "@elbowjs/deep-autoencoder/pretrained";
import { LatentDiffusion } from "@elbowjs/diffusion";
import { imageSheet } from "@elbowjs/figures";
import { digitClassifier, frechetDistance, sampleQuality } from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";

const [dataDir, epochs = 20, count = 10_000, steps = 50, picture] = process.argv.slice(2);
await useBackend({ threads: Number(process.env.THREADS ?? 2) });
const autoencoder = await pretrained();
const { train, test } = await openDataset("mnist", { dataDir });
const model = await LatentDiffusion.create(autoencoder, { units: 30, width: 240, depth: 3, classes: 10 });
const started = performance.now();
const since = () => ((performance.now() - started) / 1000).toFixed(0);
const { epochs: reports } = await model.fit(train, {
  epochs: Number(epochs),
  batchSize: 256,
  learningRate: (done) => 0.002 * 0.5 * (1 + Math.cos(Math.PI * done)),
  onEpoch: ({ epoch, loss }) => console.log(`epoch ${epoch}: loss ${loss.toFixed(4)}, ${since()} s`),
});
console.log(`trained: ${reports.length} epochs in ${since()} s`);
const classifier = await digitClassifier();
const real = await sampleQuality(classifier, test);
const seconds = [];
const sampler = {
  sample(n, { seed }) {
    const begun = performance.now();
    const images = model.sample(n, { seed, steps: Number(steps) });
    images.dataSync();
    seconds.push((performance.now() - begun) / 1000);
    return images;
  },
};
const made = await sampleQuality(classifier, sampler, { count: Number(count), batchSize: 1000 });
console.log(
  `${count} digits, ${steps} steps: Fréchet distance ${frechetDistance(made.features, real.features).toFixed(3)}, ` +
    `${(100 * made.confident).toFixed(1)}% read with 0.9, rarest class ${(100 * made.balance.rarest).toFixed(1)}%, ` +
    `sampled in ${seconds.reduce((a, b) => a + b).toFixed(1)} s`,
);
if (picture) {
  const images = model.sample(50, { steps: Number(steps) });
  writeFileSync(picture, await imageSheet(images, { columns: 10, scale: 3 }));
}
