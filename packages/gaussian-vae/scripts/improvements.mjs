/**
 * Trains the faithful model, then with each improvement alone, then with all of them, for a few epochs on MNIST, and prints the
 * test loss of each. Usage: node scripts/improvements.mjs <folder of the four IDX files> [epochs] [seed] [beginning of a row's name]
 */
import { useBackend } from "@elbowjs/backend";
import { faithfulStages, GaussianVae } from "@elbowjs/gaussian-vae";
import { openDataset } from "@elbowjs/mnist-data";
import { cosine } from "@elbowjs/training";

const [dataDir, epochs = "3", seed = "0", only = ""] = process.argv.slice(2);
const { train, test } = await openDataset("mnist", { dataDir });
const { name, kernels } = await useBackend({ prefer: ["wasm"] });

const falling = (rate) => cosine(rate, 0, { warmup: 0.05 });
const improved = {
  dropout: 0,
  optimizer: { type: "adam", learningRate: falling(0.002) },
  averageDecay: 0.999,
};
const dense = [{ type: "flatten" }, { type: "linear", units: 1024 }, { type: "linear", units: 512 }];
const runs = {
  "faithful: SGD 0.1, dropout 0.1": {},
  "no dropout": { dropout: 0 },
  "momentum 0.9, rate 0.1": { optimizer: { type: "sgd", learningRate: 0.1, momentum: 0.9 } },
  "Adam 0.002": { optimizer: { type: "adam", learningRate: 0.002 } },
  "cosine schedule": { learningRate: falling(0.1) },
  "averaged weights, β = 0.999": { averageDecay: 0.999 },
  "all of these, with Adam": improved,
  "KL term brought in over 0.3": { klWarmup: 0.3 },
  "dense network": { stages: dense },
  "all, dense": { ...improved, klWarmup: 0.3, stages: dense },
};

console.log(
  `backend ${name} (${kernels} kernels), seed ${seed}, ${epochs} epochs, ${train.size} training images`,
);
console.log("improvement                      test loss  of it z  of it f − x  seconds");
for (const [run, { dropout = 0.1, stages = faithfulStages, ...options }] of Object.entries(runs)) {
  if (!run.startsWith(only)) continue;
  const start = performance.now();
  const vae = await GaussianVae.create({ seed: Number(seed), dropout, stages });
  const { epochs: reports } = await vae.fit(train, { epochs: Number(epochs), validation: test, ...options });
  const { loss, latentTerm, reconstructionTerm } = reports.at(-1).validation;
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${run.padEnd(32)} ${loss.toFixed(5)}    ${latentTerm.toFixed(5)}  ${reconstructionTerm.toFixed(5)}      ${seconds.toFixed(0)}`,
  );
  vae.dispose();
}
