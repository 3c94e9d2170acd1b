/**
 * What the digit classifier makes of samples: for MNIST's test images, for `digitSampler()`, and for every file of a model given (the
 * package's own are weights/mnist.safetensors and weights/mnist-digits.safetensors), how many are read with confidence of at least 0.9,
 * the share of the rarest and the commonest class, and the Fréchet distance of the features from the test images'. One row a seed.
 * Usage: node scripts/quality.mjs <folder of the four IDX files> [--count 10000] [--seeds 0,1,2] [file.safetensors …]
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { GaussianVae, HierarchicalVae, StandardVae } from "@elbowjs/gaussian-vae";
import { aggregatePosterior, digitSampler } from "@elbowjs/gaussian-vae/aggregate-posterior";
import { digitClassifier, frechetDistance, sampleQuality } from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";
import { readSafetensors } from "@elbowjs/safetensors";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "10000" }, seeds: { type: "string", default: "0,1,2" } },
});
const [dataDir, ...files] = positionals;
const count = Number(values.count);
/** By their names in files. */
const kinds = {
  "gaussian-vae": GaussianVae,
  "standard-vae": StandardVae,
  "hierarchical-vae": HierarchicalVae,
};
const seeds = values.seeds.split(",").map(Number);

const { name, kernels } = await useBackend({ prefer: ["wasm"] });
const { train, test } = await openDataset("mnist", { dataDir });
const classifier = await digitClassifier();
const real = await sampleQuality(classifier, test);
console.log(`backend ${name} (${kernels} kernels), ${count} samples per row\n`);
console.log("| images | seed | ≥ 0.9 | mean confidence | rarest | commonest | Fréchet distance |");
console.log("|---|---|---|---|---|---|---|");
print("MNIST, test", "", real);
print("MNIST, training, the first 10,000", "", await sampleQuality(classifier, train.take(10_000)));
for await (const [title, sampler] of samplers())
  for (const seed of seeds) print(title, seed, await sampleQuality(classifier, sampler, { count, seed }));
classifier.dispose();

/** `digitSampler()`, and every model in every way of drawing z. */
async function* samplers() {
  yield ["digitSampler()", await digitSampler()];
  for (const file of files) {
    const title = basename(file, ".safetensors");
    const model = await load(file);
    const drawing = (options) => ({ sample: (n, { seed }) => model.sample(n, { seed, ...options(n) }) });
    if (model.options.classes > 0) {
      const label = (n) => Uint8Array.from({ length: n }, (_, i) => i % model.options.classes);
      yield [`${title}, prior, each label in turn`, drawing((n) => ({ noise: 1, label: label(n) }))];
      continue;
    }
    yield [`${title}, prior`, drawing(() => ({ noise: 1 }))];
    if (model instanceof GaussianVae)
      yield [`${title}, deviation 2, the source's`, drawing(() => ({ noise: "source" }))];
    if (model instanceof HierarchicalVae) continue;
    const fit = (noise) => aggregatePosterior(model, train.take(20_000), { components: 50, noise });
    yield [`${title}, aggregate posterior`, await fit(1)];
    yield [`${title}, mixture of its means`, await fit(0)];
  }
}

async function load(file) {
  const bytes = new Uint8Array(readFileSync(file));
  const { metadata } = readSafetensors(bytes);
  return kinds[metadata.model].fromSafetensors(bytes);
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
