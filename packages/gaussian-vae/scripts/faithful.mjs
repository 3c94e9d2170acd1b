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
console.log("epoch  train loss  test loss  of it z  of it f − x  nats  seconds");
let start = performance.now();
await vae.fit(train, {
  validation: test,
  onEpoch({ epoch, loss, validation }) {
    const { latentTerm, reconstructionTerm, nats } = validation;
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${String(epoch).padStart(5)}  ${loss.toFixed(5)}     ${validation.loss.toFixed(5)}    ${latentTerm.toFixed(5)}  ${reconstructionTerm.toFixed(5)}      ${nats.toFixed(2)}  ${seconds.toFixed(0)}`,
    );
    start = performance.now();
  },
});
if (file) writeFileSync(file, await vae.toSafetensors());
vae.dispose();
