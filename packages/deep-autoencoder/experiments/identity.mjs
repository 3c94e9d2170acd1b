/**
 * Exercise III, 3.1: what keeps an autoencoder from the identity. One hidden layer, wider than what digits need, trained on MNIST's
 * digits with each remedy in turn. A network that has become the identity reproduces anything, so it is also shown what no digit is:
 * test images whose pixels are all shuffled the same way. The larger the ratio of the two errors, the more was learnt about digits.
 * Last, what is left of noise of σ = 0.5: the identity leaves all of it, 196 per image.
 * Usage: node experiments/identity.mjs [folder of the IDX files] [--epochs 8] [--train 20000]
 */
import { parseArgs } from "node:util";
import { DeepAutoencoder, gaussianNoise } from "@elbowjs/deep-autoencoder";
import { seededOrder } from "@elbowjs/samples";
import { first, openMnist } from "./mnist.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { epochs: { type: "string", default: "8" }, train: { type: "string", default: "20000" } },
});
const data = await openMnist(positionals[0]);
const train = first(data.train, Number(values.train));
const test = first(data.test, 2000);

const order = seededOrder(784, 5);
const pixels = test.slice(0, test.size);
const shuffled = {
  data: pixels.map((_, k) => pixels[Math.floor(k / 784) * 784 + order[k % 784]]),
  shape: [test.size, 784],
};

const wide = [784, 784];
const remedies = {
  "none: code as wide as the image": { widths: wide },
  "bottleneck of 30": { widths: [784, 30] },
  "weight decay 0.1 (AdamW)": { widths: wide, decay: 0.1 },
  "noise: Gaussian, σ = 0.5": { widths: wide, fit: { corrupt: gaussianNoise(0.5) } },
  "sparsity 0.05": { widths: wide, fit: { sparsity: 0.05 } },
};
console.log("error per image:                    digits  shuffled  ratio  digits with noise");
for (const [name, { widths, decay = 0, fit = {} }] of Object.entries(remedies)) {
  const model = await DeepAutoencoder.create({ widths, batchNorm: false });
  await model.fit(train, {
    epochs: Number(values.epochs),
    batchSize: 128,
    optimizer: { type: "adam", learningRate: 0.001, weightDecay: decay },
    ...fit,
  });
  const digits = (await model.evaluate(test)).squaredError;
  const other = (await model.evaluate(shuffled)).squaredError;
  const noisy = (await model.evaluate(test, { corrupt: gaussianNoise(0.5) })).squaredError;
  console.log(
    `${name.padEnd(35)} ${digits.toFixed(2).padStart(6)}  ${other.toFixed(2).padStart(8)}  ${(other / digits).toFixed(1).padStart(5)}  ${noisy.toFixed(2).padStart(8)}`,
  );
  model.dispose();
}
