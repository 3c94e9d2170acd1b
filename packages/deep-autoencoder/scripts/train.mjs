/**
 * Trains an autoencoder on MNIST from a random start with this package, and prints the squared error per test image after each epoch.
 * A checkpoint is kept after each; with --resume it goes on from there.
 * Usage: node scripts/train.mjs <folder of the IDX files> <file for the checkpoint> [--widths 784,1000,500,250,30] [--epochs 20]
 *   [--rate 0.003] [--batch 256] [--seed 0] [--resume] [--limit 60000]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { DeepAutoencoder } from "@elbowjs/deep-autoencoder";
import { cosine } from "@elbowjs/training";
import { first, openMnist } from "../experiments/mnist.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    widths: { type: "string", default: "784,1000,500,250,30" },
    epochs: { type: "string", default: "20" },
    rate: { type: "string", default: "0.003" },
    batch: { type: "string", default: "256" },
    seed: { type: "string", default: "0" },
    limit: { type: "string", default: "60000" },
    resume: { type: "boolean", default: false },
  },
});
const [dataDir, file] = positionals;
const { train, test } = await openMnist(dataDir);
const model = await DeepAutoencoder.create({
  widths: values.widths.split(",").map(Number),
  seed: Number(values.seed),
});
const started = process.cpuUsage();
await model.fit(first(train, Number(values.limit)), {
  epochs: Number(values.epochs),
  batchSize: Number(values.batch),
  optimizer: { type: "adam", learningRate: cosine(Number(values.rate), 0, { warmup: 0.02 }) },
  validation: test,
  ...(values.resume && { resume: new Uint8Array(readFileSync(file)) }),
  onEpoch: async ({ epoch, loss, validation, seconds }, checkpoint) => {
    const { user, system } = process.cpuUsage(started);
    const processor = ((user + system) / 1e6).toFixed(0);
    console.log(
      `epoch ${epoch}  training ${loss.toFixed(3)}  test ${validation.squaredError.toFixed(3)}  ${seconds.toFixed(0)} s, ${processor} s of processor in all`,
    );
    writeFileSync(file, await checkpoint());
  },
});
model.dispose();
