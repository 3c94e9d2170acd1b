// The same student's report, questions 2(b) and 2(c): which settings of the Gaussian autoencoder give its losses 0.069 (the
// lecture's network, ten epochs) and 0.068 (more channels, η = 0.05, batches of 32, weight decay 1e-4)?
//
//   node examples/homework-7-report-autoencoder.mjs --data-dir=<folder with mnist/>
//
// Flags: --epochs=10 of 2(b), --improved-epochs=20 of 2(c). Prints the test loss after each epoch. The channels of 2(c) are not
// printed in the report; twice the lecture's are taken here.
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { faithfulStages, GaussianVae } from "@elbowjs/gaussian-vae";
import { openDataset } from "@elbowjs/mnist-data";

const { values: flags } = parseArgs({
  options: {
    "data-dir": { type: "string" },
    epochs: { type: "string", default: "10" },
    "improved-epochs": { type: "string", default: "20" },
  },
});
const { train, test } = await openDataset("mnist", { dataDir: flags["data-dir"] });
await useBackend({ prefer: ["wasm"] });

/** Prints the test loss after each epoch of SGD. */
async function losses(title, stages, epochs, batchSize, sgd) {
  const vae = await GaussianVae.create({ stages, seed: 0 });
  console.log(title);
  await vae.fit(train, {
    epochs,
    batchSize,
    optimizer: { type: "sgd", ...sgd },
    validation: test,
    onEpoch: ({ epoch, validation }) => console.log(`  ${epoch}  ${validation.loss.toFixed(4)}`),
  });
  vae.dispose();
}

const wide = faithfulStages.map((stage) => (stage.type === "conv2d" ? { ...stage, channels: 40 } : stage));
const { epochs, "improved-epochs": improved } = flags;
await losses("2(c), η = 0.05, batches of 32, weight decay 1e-4:", wide, Number(improved), 32, {
  learningRate: 0.05,
  weightDecay: 1e-4,
});
for (const learningRate of [0.1, 0.01, 0.001])
  await losses(`2(b), η = ${learningRate}:`, faithfulStages, Number(epochs), 64, { learningRate });
