/**
 * Hinton and Salakhutdinov's figure 3: test images as points of a plane, by two principal components and by the autoencoder's code of
 * two units, coloured by digit, with the share that the ten nearest training images classify. Writes docs/figure-3-pca.svg and
 * docs/figure-3-autoencoder.svg. With --exercise it first trains exercise III's network (tanh, sigmoid output, Adam 0.001, batches of
 * 128) and draws that instead.
 * Usage: node experiments/figure-3.mjs [folder of the IDX files] [--model file] [--train 60000] [--exercise] [--epochs 100]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { DeepAutoencoder } from "@elbowjs/deep-autoencoder";
import { pretrained } from "@elbowjs/deep-autoencoder/pretrained";
import { dot, figure } from "@elbowjs/figures";
import { pca } from "@elbowjs/subspace";
import { first, mapRows, openMnist, pointsOf } from "./mnist.mjs";
import { neighbourAccuracy } from "./nearest-neighbours.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: "string" },
    train: { type: "string", default: "60000" },
    exercise: { type: "boolean", default: false },
    epochs: { type: "string", default: "100" },
  },
});
const data = await openMnist(positionals[0]);
const { test } = data;
const train = first(data.train, Number(values.train));

function show(name, file, trainCodes, testCodes) {
  const accuracy = neighbourAccuracy(
    { codes: trainCodes, labels: train.labels },
    { codes: testCodes, labels: test.labels },
    2,
  );
  console.log(`${name.padEnd(40)} 10 nearest neighbours: ${(100 * accuracy).toFixed(2)} %`);
  const marks = Array.from({ length: 10 }, (_, digit) => {
    const rows = Array.from({ length: 2000 }, (_, i) => i).filter((i) => test.labels[i] === digit);
    return dot({
      name: String(digit),
      x: rows.map((i) => testCodes[2 * i]),
      y: rows.map((i) => testCodes[2 * i + 1]),
      radius: 1.8,
      symbol: "circle",
    });
  });
  const title = `${name}: ${(100 * accuracy).toFixed(1)} % by 10 nearest neighbours`;
  const svg = figure({
    title,
    x: { label: "first" },
    y: { label: "second" },
    width: 560,
    height: 520,
    marks,
  });
  writeFileSync(new URL(`../docs/${file}.svg`, import.meta.url), svg);
}

if (!values.exercise) {
  const linear = pca(pointsOf(train), { components: 2 });
  const codesOf = (samples) => Float32Array.from(linear.transform(pointsOf(samples)).to1DArray());
  show("Two principal components", "figure-3-pca", codesOf(train), codesOf(test));
}
const deep = values.exercise
  ? await exercise()
  : values.model
    ? await DeepAutoencoder.fromSafetensors(new Uint8Array(readFileSync(values.model)))
    : await pretrained({ units: 2 });
const codes = (samples) => mapRows(samples, (x) => deep.encode(x));
const file = values.exercise ? "figure-3-exercise" : "figure-3-autoencoder";
show(`Autoencoder ${deep.options.widths.join("-")}`, file, await codes(train), await codes(test));
console.log(`squared error per test image: ${(await deep.evaluate(test)).squaredError.toFixed(3)}`);
deep.dispose();

/** Exercise III, problem 3: 784-1000-500-250-2, tanh, sigmoid output, mean squared error. */
async function exercise() {
  const model = await DeepAutoencoder.create({
    widths: [784, 1000, 500, 250, 2],
    activation: "tanh",
    batchNorm: false,
  });
  await model.fit(train, {
    epochs: Number(values.epochs),
    batchSize: 128,
    learningRate: 0.001,
    onEpoch: ({ epoch, loss, seconds }) =>
      console.log(`epoch ${epoch} training loss ${loss.toFixed(3)} ${seconds.toFixed(0)} s`),
  });
  return model;
}
