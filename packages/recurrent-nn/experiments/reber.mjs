// The embedded Reber grammar: node experiments/reber.mjs [--seeds 10]. A string is right if every most probable letter is allowed; the
// last but one is certain only for who remembers the second.
import { RecurrentNetwork } from "@elbowjs/recurrent-nn";
import { embeddedReber } from "@elbowjs/sequence-data";
import { tenSeeds } from "./ten-seeds.mjs";

const train = embeddedReber(2_000);
const test = embeddedReber(512, { seed: 1 });
const letters = test.vocabulary.size;

/** Strings of which every most probable letter is allowed, among those whose last but one is told. */
async function right(net) {
  let count = 0;
  for (let i = 0; i < test.inputs.size; i++) {
    const trace = net.forward([test.inputs.row(i)]);
    const values = await trace.outputs.data();
    trace.dispose();
    const steps = test.inputs.lengths[i];
    const isAllowed = Array.from({ length: steps }, (_, t) => {
      const row = values.subarray(t * letters, (t + 1) * letters);
      return test.allowed[i][t * letters + row.indexOf(Math.max(...row))] === 1;
    });
    if (isAllowed.every(Boolean)) count++;
  }
  return count;
}

for (const [cell, hidden] of [
  ["lstm", 12],
  ["rnn", 12],
  ["rnn", 2],
])
  await tenSeeds(`embedded Reber, ${cell} of ${hidden}, right of 512`, async (seed) => {
    const net = await RecurrentNetwork.create({ cell, inputs: letters, hidden: [hidden], seed });
    await net.fit(train, { epochs: 15, batchSize: 20, optimizer: { type: "adam", learningRate: 0.01 } });
    const count = await right(net);
    net.dispose();
    return { value: count, reached: count === 512 };
  });
process.exit();
