/**
 * Trains two relatives of the standard VAE on MNIST binarised anew at each use, dense and briefly: one that is conditional on the
 * label, and one of two levels. Prints what each measures on the test images, binarised once, and draws samples: a column for each
 * digit asked for, and twenty from the top.
 * Usage: node scripts/variants.mjs <folder of the IDX files> <epochs> <folder for pictures>
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useBackend } from "@elbowjs/backend";
import { imageSheet } from "@elbowjs/figures";
import { HierarchicalVae, StandardVae } from "@elbowjs/gaussian-vae";
import { openDataset } from "@elbowjs/mnist-data";
import { defaultRng } from "@elbowjs/numpy-random";
import { cosine } from "@elbowjs/training";
import { binarise } from "./binarise.mjs";

const [dataDir, epochs, folder] = process.argv.slice(2);
const { train, test } = await openDataset("mnist", { dataDir });
await useBackend({ prefer: ["wasm"] });
mkdirSync(folder, { recursive: true });

const anew = (split, seed) => {
  const random = defaultRng(seed);
  const { size, features, labels } = split;
  return { size, features, labels, image: (i) => binarise(split.image(i), random) };
};
const once = (split, seed) => {
  const { size, features, labels, image } = anew(split, seed);
  const images = Array.from({ length: size }, (_, i) => image(i));
  return { size, features, labels, image: (i) => images[i] };
};
const testImages = once(test, 2);

const stages = [{ type: "flatten" }, { type: "linear", units: 512 }];
const training = {
  epochs: Number(epochs),
  batchSize: 100,
  optimizer: { type: "adam", learningRate: cosine(0.002, 0, { warmup: 0.02 }) },
  averageDecay: 0.999,
};
const nats = ({ loss, reconstruction, kl }) =>
  `−ELBO ${loss.toFixed(2)} = reconstruction ${reconstruction.toFixed(2)} + KL ${kl.toFixed(2)}`;

const conditional = await StandardVae.create({ latent: 10, classes: 10, stages });
await conditional.fit(anew(train, 1), training);
const measured = await conditional.evaluate(testImages);
console.log(`conditional: ${nats(measured)}, ${measured.activeUnits} of 10 units active`);
const label = Array.from({ length: 60 }, (_, i) => i % 10);
writeFileSync(
  join(folder, "mnist-conditional.png"),
  await imageSheet(conditional.sample(60, { label }), { columns: 10 }),
);
conditional.dispose();

const hierarchical = await HierarchicalVae.create({ latent: 20, upperLatent: 10, hidden: 128, stages });
await hierarchical.fit(anew(train, 1), { ...training, klWarmup: 0.3 });
const { levels, warning, ...total } = await hierarchical.evaluate(testImages);
console.log(`two levels: ${nats(total)}`);
for (const [i, { kl, activeUnits, klByUnit }] of levels.entries())
  console.log(`level ${i + 1}: KL ${kl.toFixed(2)}, ${activeUnits} of ${klByUnit.length} units active`);
if (warning) console.log(warning);
const some = { ...testImages, size: 50 };
for (const k of [1, 500])
  console.log(
    `k = ${k}: ${(await hierarchical.importanceBound(some, { k })).toFixed(2)} nats, 50 test images`,
  );
writeFileSync(
  join(folder, "mnist-two-levels.png"),
  await imageSheet(hierarchical.sample(20), { columns: 10 }),
);
hierarchical.dispose();
