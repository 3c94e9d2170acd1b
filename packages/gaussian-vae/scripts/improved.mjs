/**
 * Trains on the lecture's loss with Adam, a cosine schedule, no dropout and averaged weights, and prints the test loss after each
 * epoch. The network is the lecture's; `deep`, with layers of 1,024 and 512 units in the place of the one of 360; or `dense`, these
 * alone: 784-1024-512-10 and back. With `--warmup` the KL term comes in over that part of the run.
 * Usage: node scripts/improved.mjs <folder of the four IDX files> [--network lecture] [--epochs 24] [--batch 64] [--warmup 0]
 *   [--seed 0] [--out <file for the weights>]
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { faithfulStages, GaussianVae } from "@elbowjs/gaussian-vae";
import { openDataset } from "@elbowjs/mnist-data";
import { cosine } from "@elbowjs/training";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    network: { type: "string", default: "lecture" },
    epochs: { type: "string", default: "24" },
    batch: { type: "string", default: "64" },
    warmup: { type: "string", default: "0" },
    seed: { type: "string", default: "0" },
    out: { type: "string" },
  },
});
const wide = [1024, 512].map((units) => ({ type: "linear", units }));
const networks = {
  lecture: faithfulStages,
  deep: [...faithfulStages.slice(0, -1), ...wide],
  dense: [{ type: "flatten" }, ...wide],
};
const { train, test } = await openDataset("mnist", { dataDir: positionals[0] });
const { name, kernels } = await useBackend({ prefer: ["wasm"] });
const vae = await GaussianVae.create({
  seed: Number(values.seed),
  dropout: 0,
  stages: networks[values.network],
});
console.log(
  `backend ${name} (${kernels} kernels), ${values.network}, seed ${values.seed}, ${values.epochs} epochs of batches of ` +
    `${values.batch}, warm-up ${values.warmup}`,
);
console.log("epoch  train loss  test loss  of it z  of it f − x  nats  seconds");
let start = performance.now();
await vae.fit(train, {
  epochs: Number(values.epochs),
  batchSize: Number(values.batch),
  klWarmup: Number(values.warmup),
  optimizer: { type: "adam", learningRate: cosine(0.002, 0, { warmup: 0.05 }) },
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
const { loss } = await vae.evaluate(train.take(10_000));
console.log(`the first 10,000 training images, in evaluation mode: ${loss.toFixed(5)}`);
if (values.out) writeFileSync(values.out, await vae.toSafetensors());
vae.dispose();
