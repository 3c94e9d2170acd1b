/**
 * AMTH/CPSC 663, exercise III, problem 5: the report's four configurations on Fashion-MNIST or MNIST, the conditional GAN, and three
 * distributions of z, each with its losses, Fréchet distance, class shares and a sheet of samples, so that "best scheme" is a number.
 * Usage: node experiments/exercise-iii.mjs <folder of IDX files> [--dataset=fashion-mnist] [--epochs=24] [--images=60000] [--count=10000]
 *   [--only=1,2,3,4,conditional,uniform,heavy-tailed] [--sheets=folder]
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { imageSheet } from "@elbowjs/figures";
import { Gan } from "@elbowjs/gan";
import {
  classBalance,
  digitClassifier,
  fashionClassifier,
  frechetDistance,
  sampleQuality,
} from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";

const text = (value) => ({ type: "string", default: value });
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    ...{ dataset: text("fashion-mnist"), epochs: text("24"), images: text("60000"), count: text("10000") },
    ...{ only: text(""), sheets: text(""), seed: text("0") },
  },
});
await useBackend({ prefer: ["wasm"] });
const { train, test } = await openDataset(values.dataset, { dataDir: positionals[0] });
const images = train.subset(Array.from({ length: Number(values.images) }, (_, i) => i));
const classifier = await (values.dataset === "mnist" ? digitClassifier() : fashionClassifier());
const real = await sampleQuality(classifier, test);
const adam = (learningRate) => ({ type: "adam", learningRate, beta1: 0.5 });
const configurations = {
  1: { rates: [0.0002, 0.0002] },
  2: { rates: [0.002, 0.0002] },
  3: { rates: [0.0002, 0.002] },
  4: { rates: [0.0002, 0.0002], steps: 2 },
  conditional: { rates: [0.0002, 0.0002], model: { classes: 10 } },
  uniform: { rates: [0.0002, 0.0002], model: { prior: "uniform" } },
  "heavy-tailed": { rates: [0.0002, 0.0002], model: { prior: "heavy-tailed" } },
};
const chosen = values.only ? values.only.split(",") : Object.keys(configurations);
console.log("configuration  η of G  η of D   k_G  loss of D  loss of G  FD64    confident  shares, %");
for (const name of chosen) {
  const { rates, steps = 1, model } = configurations[name];
  const gan = await Gan.create({ generator: "convolutional", seed: Number(values.seed), ...model });
  const { epochs } = await gan.fit(images, {
    ...{ epochs: Number(values.epochs), batchSize: 64 },
    generator: { optimizer: adam(rates[0]), steps },
    discriminator: { optimizer: adam(rates[1]) },
  });
  const made = await sampleQuality(classifier, gan, { count: Number(values.count) });
  const { discriminator, generator } = epochs.at(-1).losses;
  const counts = made.classShares.map((share) => Math.round(share * made.size));
  console.log(
    [
      ...[name.padEnd(13), String(rates[0]).padEnd(6), String(rates[1]).padEnd(7), String(steps).padEnd(3)],
      ...[discriminator.toFixed(4).padEnd(9), generator.toFixed(4).padEnd(9)],
      frechetDistance(made.features, real.features).toFixed(2).padEnd(6),
      `${(100 * made.confident).toFixed(1)} %`.padEnd(9),
      `${made.classShares.map((share) => (100 * share).toFixed(1)).join(" ")} (χ² ${classBalance(counts).chiSquare.toFixed(0)})`,
    ].join("  "),
  );
  if (values.sheets) {
    const drawn = gan.sample(50, { seed: 1 });
    writeFileSync(`${values.sheets}/${values.dataset}-${name}.png`, await imageSheet(drawn, { columns: 10 }));
    drawn.dispose();
  }
  gan.dispose();
}
classifier.dispose();
