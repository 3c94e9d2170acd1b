// aⁿbⁿ, trained for n up to 10: node experiments/counting.mjs [--seeds 10] [--strings 12000] [--only peephole-lstm]. How far does it
// count? As Gers and Schmidhuber (2001) do it: one string at a time, a small constant rate, gates that begin with remembering, and as
// target the set of letters that may come: after an a both letters, so that no probabilities of the training's lengths are learnt. A
// string is right if exactly the letters that may come are above 0.5 after each of its letters. Of the weights those are kept that have
// the smallest error on n = 11 to 20, which are not trained on; the answer is the largest n up to which every string is right.
import { parseArgs } from "node:util";
import { RecurrentNetwork } from "@elbowjs/recurrent-nn";
import { counting } from "@elbowjs/sequence-data";
import { tenSeeds } from "./ten-seeds.mjs";

const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    strings: { type: "string", default: "12000" },
    only: { type: "string", default: "peephole-lstm,lstm,rnn" },
  },
});
const most = 100;

/** The strings as vectors, with the set of letters that may come after each; the whole set so many times. */
function strings(from, to, times = 1) {
  const { inputs, vocabulary } = counting({ from, to });
  const [length, size] = [2 * to + 1, times * inputs.size];
  const [S, T, a, b] = [..."STab"].map((letter) => vocabulary.encode(letter)[0]);
  const x = new Float32Array(size * length * letters);
  const y = new Float32Array(size * length * letters);
  for (let i = 0; i < size; i++) {
    const row = inputs.row(i % inputs.size);
    row.forEach((letter, t) => {
      const at = (i * length + t) * letters;
      x[at + letter] = 1;
      const isLast = t === row.length - 1;
      const may = isLast ? [T] : letter === S ? [a] : letter === a ? [a, b] : [b];
      for (const next of may) y[at + next] = 1;
    });
  }
  const lengths = Int32Array.from({ length: size }, (_, i) => inputs.lengths[i % inputs.size]);
  return { shape: "synchronous", inputs: x, targets: y, size, length, lengths };
}

const letters = 4;
const train = strings(1, 10, 10); // 100 strings are an epoch: the weights are measured that often
const validation = strings(11, 20);
const test = strings(1, most);

/** The largest n up to which all strings are right; a token is its vector. */
async function reach(net) {
  const { inputs } = counting({ from: 1, to: most });
  for (let n = 1; n <= most; n++) {
    const trace = net.forward([inputs.row(n - 1)]);
    const outputs = await trace.outputs.data();
    trace.dispose();
    const at = (n - 1) * test.length * letters;
    if (!outputs.every((value, k) => value > 0.5 === (test.targets[at + k] === 1))) return n - 1;
  }
  return most;
}

for (const cell of values.only.split(","))
  await tenSeeds(`aⁿbⁿ trained to 10, ${cell} of 4, right to n`, async (seed) => {
    const net = await RecurrentNetwork.create({ cell, inputs: letters, hidden: [4], forgetBias: 7, seed });
    let best = { loss: Number.POSITIVE_INFINITY, weights: [] };
    await net.fit(train, {
      epochs: Math.ceil(Number(values.strings) / train.size),
      batchSize: 1,
      clipNorm: 1,
      seed,
      optimizer: { type: "adam", learningRate: 0.01 },
      validation,
      onEpoch: ({ validation: { loss } }) => {
        if (loss >= best.loss) return;
        best = { loss, weights: [...net.weights().values()].map(({ variable }) => variable.clone()) };
      },
    });
    for (const [i, { variable }] of [...net.weights().values()].entries()) variable.assign(best.weights[i]);
    const value = await reach(net);
    net.dispose();
    return { value, error: best.loss, reached: value >= 50 };
  });
process.exit();
