// aⁿbⁿ, trained for n up to 10: node experiments/counting.mjs [--seeds 10]. How far does it count? A string is right if every letter from
// the first b on is told, the end included.
import { RecurrentNetwork } from "@elbowjs/recurrent-nn";
import { counting } from "@elbowjs/sequence-data";
import { cosine } from "@elbowjs/training";
import { tenSeeds } from "./ten-seeds.mjs";

const train = counting({ from: 1, to: 10 });
const letters = train.vocabulary.size;

/** The largest n up to which all strings are right. */
async function reach(net, most) {
  const { inputs, targets } = counting({ from: 1, to: most });
  for (let n = 1; n <= most; n++) {
    const trace = net.forward([inputs.row(n - 1)]);
    const values = await trace.outputs.data();
    trace.dispose();
    const wanted = targets.row(n - 1);
    for (let t = n + 1; t < wanted.length; t++) {
      const row = values.subarray(t * letters, (t + 1) * letters);
      if (row.indexOf(Math.max(...row)) !== wanted[t]) return n - 1;
    }
  }
  return most;
}

for (const cell of ["peephole-lstm", "lstm", "rnn"])
  await tenSeeds(`aⁿbⁿ trained to 10, ${cell}, right to n`, async (seed) => {
    const net = await RecurrentNetwork.create({ cell, inputs: letters, hidden: [4], forgetBias: 2, seed });
    await net.fit(train, {
      epochs: 3000,
      batchSize: 10,
      clipNorm: 1,
      optimizer: { type: "adam", learningRate: cosine(0.03, 1e-4) },
    });
    const value = await reach(net, 100);
    net.dispose();
    return { value, reached: value >= 50 };
  });
process.exit();
