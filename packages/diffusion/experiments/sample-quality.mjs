/**
 * What a model's digits are worth by the classifier of @elbowjs/image-evaluation: Fréchet distance on 64 features to MNIST's 10,000 test images, how
 * many are read with confidence, and the rarest class.
 * Usage: node experiments/sample-quality.mjs <folder of the IDX files> [count] [steps] [eta] [guidance] [file]
 */
import { readFileSync } from "node:fs";
import { Diffusion } from "@elbowjs/diffusion";
import { pretrained } from "@elbowjs/diffusion/pretrained";
import { digitClassifier, frechetDistance, sampleQuality } from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";

const [dataDir, count = 10_000, steps = 20, eta = 0, guidance = 0, file] = process.argv.slice(2);
const model = file ? await Diffusion.fromSafetensors(new Uint8Array(readFileSync(file))) : await pretrained();
const classifier = await digitClassifier();
const { test } = await openDataset("mnist", { dataDir });
const real = await sampleQuality(classifier, test);
const started = performance.now();
const options = { steps: Number(steps), eta: Number(eta) };
let seen = 0;
const source = {
  sample(n, { seed }) {
    // A label has to be named where there is guidance: drawn ones are named as they are drawn.
    const label = Array.from({ length: n }, (_, i) => test.labels[(seen + i) % test.size]);
    seen += n;
    return model.sample(
      n,
      Number(guidance) > 0 ? { ...options, seed, label, guidance: Number(guidance) } : { ...options, seed },
    );
  },
};
const made = await sampleQuality(classifier, source, { count: Number(count) });
const seconds = (performance.now() - started) / 1000;
console.log(
  `${count} digits in ${steps} steps, η = ${eta}, w = ${guidance}: Fréchet distance ${frechetDistance(made.features, real.features).toFixed(3)}, ` +
    `${(100 * made.confident).toFixed(1)}% read with 0.9, rarest class ${(100 * made.balance.rarest).toFixed(1)}%, ${seconds.toFixed(0)} s`,
);
classifier.dispose();
model.dispose();
