/**
 * Trains the faithful model on MNIST as the source does (SGD 0.1, batches of 64, 10 epochs) and prints the test loss after each
 * epoch. Usage: node scripts/faithful.mjs <folder of the four IDX files> [seed] [file for the weights]
 */
import { writeFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { GaussianVae } from "@elbowjs/gaussian-vae";
import { openDataset } from "@elbowjs/mnist-data";

const [dataDir, seed = "0", file] = process.argv.slice(2);
const { train, test } = await openDataset("mnist", { dataDir });
const { name, kernels } = await useBackend({ prefer: ["wasm"] });
const vae = await GaussianVae.create({ seed: Number(seed) });
console.log(
  `backend ${name} (${kernels} kernels), seed ${seed}, ${train.size} training and ${test.size} test images`,
);
console.log(`the mean training image and z = 0 would score ${meanImageLoss().toFixed(4)}`);
console.log("epoch  train loss  test loss  of it z  of it f − x  rms z₂  nats  seconds");
let start = performance.now();
await vae.fit(train, {
  validation: test,
  onEpoch({ epoch, loss, validation }) {
    const { latentTerm, reconstructionTerm, nats } = validation;
    const rms = Math.sqrt(1 + (latentTerm * 794) / 10); // root mean square of z₂ = g(x) + ε
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${String(epoch).padStart(5)}  ${loss.toFixed(5)}     ${validation.loss.toFixed(5)}    ${latentTerm.toFixed(5)}  ${reconstructionTerm.toFixed(5)}      ${rms.toFixed(2)}    ${nats.toFixed(2)}  ${seconds.toFixed(0)}`,
    );
    start = performance.now();
  },
});
if (file) writeFileSync(file, await vae.toSafetensors());
vae.dispose();

/** Loss on the test images of a model that always answers with the mean training image, at z = 0. */
function meanImageLoss() {
  const mean = new Float64Array(784);
  for (let i = 0; i < train.size; i++) {
    const bytes = train.image(i);
    for (let p = 0; p < 784; p++) mean[p] += bytes[p] / 255 / train.size;
  }
  let total = 0;
  for (let i = 0; i < test.size; i++) {
    const bytes = test.image(i);
    for (let p = 0; p < 784; p++) total += (bytes[p] / 255 - mean[p]) ** 2;
  }
  return total / (794 * test.size);
}
