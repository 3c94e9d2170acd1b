/**
 * When layer-wise pretraining matters: squared error per test image of 784-1000-500-250-30 after the same epochs, from a random start
 * and from a stack of Boltzmann machines, for logistic units at 2006's learning rates and for today's networks.
 * Usage: node experiments/pretraining.mjs [folder of the IDX files] [--epochs 6] [--pretrain 5] [--train 10000] [--widths 784,1000,500,250,30]
 */
import { parseArgs } from "node:util";
import { DeepAutoencoder } from "@elbowjs/deep-autoencoder";
import { first, openMnist } from "./mnist.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    epochs: { type: "string", default: "6" },
    pretrain: { type: "string", default: "5" },
    train: { type: "string", default: "10000" },
    widths: { type: "string", default: "784,1000,500,250,30" },
  },
});
const { train: all, test } = await openMnist(positionals[0]);
const train = first(all, Number(values.train));
const widths = values.widths.split(",").map(Number);
const pretrain = {
  epochs: Number(values.pretrain),
  onEpoch: ({ layer, epoch, squaredError }) =>
    console.error(`  layer ${layer}, epoch ${epoch}: ${squaredError.toFixed(2)}`),
};
const sgd = { type: "sgd", learningRate: 0.01, momentum: 0.9 };
const adam = { type: "adam", learningRate: 0.001 };
const networks = [
  ["logistic, SGD 0.01", { activation: "sigmoid", batchNorm: false }, { optimizer: sgd }, true],
  ["logistic, Adam 0.001", { activation: "sigmoid", batchNorm: false }, { optimizer: adam }, true],
  ["ReLU, Adam 0.001", { activation: "relu", batchNorm: false }, { optimizer: adam }, false],
  ["tanh, Adam 0.001", { activation: "tanh", batchNorm: false }, { optimizer: adam }, false],
  [
    "ELU, batch normalisation, Adam 0.001",
    { activation: "elu", batchNorm: true },
    { optimizer: adam },
    false,
  ],
];
console.log("network                                random start   pretrained");
for (const [name, options, fit, isLogistic] of networks) {
  const errors = [];
  for (const isPretrained of isLogistic ? [false, true] : [false]) {
    const model = await DeepAutoencoder.create({ widths, ...options });
    await model.fit(train, {
      loss: "cross-entropy",
      epochs: Number(values.epochs),
      batchSize: 100,
      ...fit,
      ...(isPretrained && { pretrain }),
    });
    errors.push((await model.evaluate(test)).squaredError.toFixed(2));
    model.dispose();
  }
  console.log(`${name.padEnd(38)} ${errors[0].padStart(12)}   ${errors[1] ?? "–"}`);
}
