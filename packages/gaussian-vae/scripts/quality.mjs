/**
 * What the digit classifier makes of samples: for MNIST's test images, for the pretrained model, and for every file of a model
 * given, how many are read with confidence of at least 0.9, the share of the rarest and the commonest class, and the Fréchet distance
 * of the features from the test images'. One row a seed.
 * Usage: node scripts/quality.mjs <folder of the four IDX files> [--count 10000] [--seeds 0,1,2] [file.safetensors …]
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { GaussianVae, readSafetensors, StandardVae } from "@elbowjs/gaussian-vae";
import { digitClassifier, frechetDistance, sampleQuality } from "@elbowjs/gaussian-vae/classifier";
import { pretrained } from "@elbowjs/gaussian-vae/pretrained";
import { openDataset } from "@elbowjs/mnist-data";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "10000" }, seeds: { type: "string", default: "0,1,2" } },
});
const [dataDir, ...files] = positionals;
const count = Number(values.count);
const seeds = values.seeds.split(",").map(Number);

const { name, kernels } = await useBackend({ prefer: ["wasm"] });
const { train, test } = await openDataset("mnist", { dataDir });
const classifier = await digitClassifier();
const real = await sampleQuality(classifier, test);
console.log(`backend ${name} (${kernels} kernels), ${count} samples a row\n`);
console.log("| images | seed | ≥ 0.9 | mean confidence | rarest | commonest | Fréchet distance |");
console.log("|---|---|---|---|---|---|---|");
print("MNIST, test", "", real);
print("MNIST, training, the first 10,000", "", await sampleQuality(classifier, train.take(10_000)));
for (const [title, model] of [["pretrained", await pretrained()], ...(await Promise.all(files.map(load)))]) {
  for (const [draws, sampler] of samplers(model))
    for (const seed of seeds)
      print(`${title}, ${draws}`, seed, await sampleQuality(classifier, sampler, { count, seed }));
  model.dispose();
}
classifier.dispose();

async function load(file) {
  const bytes = new Uint8Array(readFileSync(file));
  const kind = "standard-vae" in readSafetensors(bytes).metadata ? StandardVae : GaussianVae;
  return [basename(file, ".safetensors"), await kind.fromSafetensors(bytes)];
}

/** The ways in which a model draws z. */
function samplers(model) {
  const drawing = (options) => ({ sample: (n, { seed }) => model.sample(n, { seed, ...options }) });
  return model instanceof GaussianVae
    ? [
        ["z of deviation 1", drawing({ noise: 1 })],
        ["z of deviation 2, the source's", drawing({ noise: "source" })],
      ]
    : [["z of deviation 1", drawing({ noise: 1 })]];
}

function print(images, seed, { confident, meanConfidence, classShares, features }) {
  const percent = (share) => `${(100 * share).toFixed(1)}%`;
  const distance = frechetDistance(features, real.features);
  const extremes = [Math.min(...classShares), Math.max(...classShares)].map(
    (share) => `${percent(share)} (${classShares.indexOf(share)})`,
  );
  const cells = [
    images,
    seed,
    percent(confident),
    meanConfidence.toFixed(3),
    ...extremes,
    distance.toFixed(2),
  ];
  console.log(`| ${cells.join(" | ")} |`);
}
