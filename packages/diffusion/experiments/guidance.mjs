/**
 * What guidance buys and costs: for each w how many of the digits asked for are read as such, and how far those of one class lie apart by the classifier's
 * features, beside real ones.
 * Usage: node experiments/guidance.mjs <folder of the IDX files> [count] [steps]
 */
import { pretrained } from "@elbowjs/diffusion/pretrained";
import { digitClassifier, sampleQuality } from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";

const [dataDir, count = 500, steps = 20] = process.argv.slice(2);
const model = await pretrained();
const classifier = await digitClassifier();
const { test } = await openDataset("mnist", { dataDir });
const mean = (numbers) => numbers.reduce((a, b) => a + b) / numbers.length;
const real = await sampleQuality(classifier, test);
console.log(
  `real digits: ${(100 * real.confident).toFixed(1)}% read with 0.9, spread ${mean(real.spread).toFixed(2)}`,
);
for (const guidance of [0, 0.5, 1, 2, 4]) {
  const asked = [];
  const sampler = {
    sample(n, { seed }) {
      const label = Array.from({ length: n }, (_, i) => (asked.length + i) % 10);
      asked.push(...label);
      return model.sample(n, { seed, steps: Number(steps), label, guidance });
    },
  };
  const { confident, spread, read } = await sampleQuality(classifier, sampler, {
    count: Number(count),
    batchSize: 100,
  });
  const right = asked.filter((label, i) => read.classes[i] === label).length / asked.length;
  console.log(
    `w = ${guidance}: ${(100 * right).toFixed(1)}% read as asked, ${(100 * confident).toFixed(1)}% with 0.9, spread ${mean(spread).toFixed(2)}`,
  );
}
