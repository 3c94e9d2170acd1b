// One training step of the faithful Gaussian autoencoder.
import { GaussianVae } from "@elbowjs/gaussian-vae";
import { answer, images, useKernels } from "./data.mjs";
import { composeFilterGradient } from "./stock-filter-gradient.mjs";

await useKernels();
const isStock = process.argv[2] === "stock";
if (isStock) composeFilterGradient();
const vae = await GaussianVae.create({ latent: 10, seed: 0 });
const steps = isStock ? 4 : 40;
const times = [];
let last;
let loss;
await vae.fit(images(0, 64 * steps), {
  epochs: 1,
  batchSize: 64,
  onBatch: (report) => {
    const now = performance.now();
    if (last !== undefined) times.push(now - last);
    last = now;
    loss = report.loss;
  },
});
answer(times.slice(isStock ? 1 : 5), { loss: Number(loss.toFixed(4)), steps });
