/**
 * Trains the same network on the same loss with Adam, a cosine schedule, no dropout and averaged weights, and prints the test loss
 * after each epoch; `deep` takes two dense layers of 1,024 and 512 units in the place of the one of 360.
 * Usage: node scripts/improved.mjs <folder of the four IDX files> [epochs] [seed] [file for the weights] [deep]
 */
import { writeFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { cosineDecay, faithfulStages, GaussianVae } from "@elbowjs/gaussian-vae";
import { openDataset } from "@elbowjs/mnist-data";

const [dataDir, epochs = "10", seed = "0", file, network] = process.argv.slice(2);
const { train, test } = await openDataset("mnist", { dataDir });
const { name, kernels } = await useBackend({ prefer: ["wasm"] });
const stages = [...faithfulStages.slice(0, -1), ...[1024, 512].map((units) => ({ type: "linear", units }))];
const vae = await GaussianVae.create({
  seed: Number(seed),
  dropout: 0,
  ...(network === "deep" && { stages }),
});
console.log(`backend ${name} (${kernels} kernels), seed ${seed}, ${epochs} epochs`);
console.log("epoch  train loss  test loss  of it z  of it f − x  nats  seconds");
let start = performance.now();
await vae.fit(train, {
  epochs: Number(epochs),
  optimizer: { type: "adam", learningRate: 0.002 },
  schedule: cosineDecay({ warmup: 0.05 }),
  averageDecay: 0.999,
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
