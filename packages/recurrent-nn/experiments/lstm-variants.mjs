// What each part of an LSTM is worth: the vanilla LSTM and its eight variants on two small tasks, by hand in float64.
//
//   node experiments/lstm-variants.mjs [--seeds 10] [--units 8] [--only V,NFG] [--check]
//
// Embedded Reber grammar: strings of 512 of which every most probable letter is allowed. Adding, T = 30: squared error of the sum; the
// answer 1 has 1/6. `--check` compares each gradient with central differences, and a wrong one, which must be found, too.
import { parseArgs } from "node:util";
import { defaultRng } from "@elbowjs/numpy-random";
import { adding, embeddedReber } from "@elbowjs/sequence-data";
import { Adam, crossEntropy, VariantNetwork, variants } from "./variant-network.mjs";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "10" },
    units: { type: "string", default: "8" },
    only: { type: "string", default: Object.keys(variants).join(",") },
    check: { type: "boolean", default: false },
  },
});
const units = Number(values.units);
const names = values.only.split(",");

/** Trains over all sequences so often, the rate falling by a cosine. */
function train(net, sequences, { epochs, batchSize, rate, random }) {
  const adam = new Adam(net.weights.length);
  const steps = epochs * Math.ceil(sequences.length / batchSize);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = Array.from(random.permutation(sequences.length), Number);
    for (let from = 0; from < order.length; from += batchSize) {
      const batch = order.slice(from, from + batchSize).map((i) => sequences[i]);
      const now = 0.01 * rate + 0.99 * rate * 0.5 * (1 + Math.cos((Math.PI * adam.t) / steps));
      adam.step(net.weights, gradientOf(net, batch).gradient, now);
    }
  }
}

/** Mean loss over all targets of a batch, and its gradient. */
function gradientOf(net, batch) {
  const gradient = new Float64Array(net.weights.length);
  const count = batch.reduce((sum, { targets }) => sum + targets.size, 0);
  let loss = 0;
  for (const { xs, targets } of batch) {
    const steps = net.run(xs);
    const deltas = steps.map(({ y }, t) => {
      if (!targets.has(t)) return undefined;
      const output = net.output(y);
      const target = targets.get(t);
      const told =
        net.outputs === 1
          ? { loss: (output[0] - target) ** 2, delta: Float64Array.of(2 * (output[0] - target)) }
          : crossEntropy(output, target);
      loss += told.loss / count;
      return told.delta.map((value) => value / count);
    });
    net.back(steps, deltas, gradient);
  }
  return { loss, gradient };
}

function reberData(n, seed) {
  const { inputs, targets, vocabulary, allowed } = embeddedReber(n, { seed });
  const oneHot = (token) => Float64Array.from({ length: vocabulary.size }, (_, k) => Number(k === token));
  const sequences = Array.from({ length: n }, (_, i) => ({
    xs: Array.from(inputs.row(i), oneHot),
    targets: new Map(Array.from(targets.row(i), (target, t) => [t, target])),
    allowed: allowed[i],
  }));
  return { sequences, letters: vocabulary.size };
}

function addingData(n, seed) {
  const { inputs, targets, length } = adding(n, { length: 30, seed });
  return Array.from({ length: n }, (_, i) => ({
    xs: Array.from({ length }, (_, t) =>
      Float64Array.from(inputs.subarray(2 * (i * length + t), 2 * (i * length + t + 1))),
    ),
    targets: new Map([[length - 1, targets[i]]]),
  }));
}

function isRight(net, { xs, allowed }) {
  return net.run(xs).every(({ y }, t) => {
    const row = net.output(y);
    return allowed[t * row.length + row.indexOf(Math.max(...row))] === 1;
  });
}

if (values.check) {
  const { sequences, letters } = reberData(3, 5);
  for (const name of names) {
    const net = new VariantNetwork(name, { inputs: letters, units: 3, outputs: letters }, defaultRng(1));
    const { gradient } = gradientOf(net, sequences);
    const numeric = gradient.map((_, i) => {
      const at = (shift) => {
        const kept = net.weights[i];
        net.weights[i] = kept + shift;
        const { loss } = gradientOf(net, sequences);
        net.weights[i] = kept;
        return loss;
      };
      return (at(1e-5) - at(-1e-5)) / 2e-5;
    });
    const error = (g) => Math.max(...numeric.map((value, i) => Math.abs(value - g[i])));
    const wrong = gradient.map((value, i) => (i === net.at.W ? value + 1e-4 : value));
    console.log(JSON.stringify({ name, error: error(gradient), wrong: error(wrong) }));
  }
  process.exit();
}

const reber = { train: reberData(2_000, 0), test: reberData(512, 1) };
const sums = { train: addingData(5_000, 0), test: addingData(500, 1) };
const middle = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
console.log("| variant | weights | Reber: all 512 right | fewest right | adding: median error | largest |");
console.log("| --- | --- | --- | --- | --- | --- |");
for (const name of names) {
  const [right, errors] = [[], []];
  let count = 0;
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const grammar = new VariantNetwork(
      name,
      { inputs: reber.train.letters, units, outputs: reber.train.letters },
      defaultRng([seed, 0]),
    );
    count = grammar.weights.length;
    const random = defaultRng([seed, 1]);
    train(grammar, reber.train.sequences, { epochs: 8, batchSize: 20, rate: 0.02, random });
    right.push(reber.test.sequences.filter((sequence) => isRight(grammar, sequence)).length);
    const adder = new VariantNetwork(name, { inputs: 2, units, outputs: 1 }, defaultRng([seed, 2]));
    train(adder, sums.train, { epochs: 12, batchSize: 20, rate: 0.02, random: defaultRng([seed, 3]) });
    errors.push(gradientOf(adder, sums.test).loss);
    console.error(JSON.stringify({ name, seed, right: right.at(-1), error: errors.at(-1) }));
  }
  const all = right.filter((number) => number === 512).length;
  console.log(
    `| ${name} | ${count} | ${all} of ${right.length} | ${Math.min(...right)} | ${middle(errors).toPrecision(2)} | ${Math.max(...errors).toPrecision(2)} |`,
  );
}
