// The adding problem, T = 100, with 8 cells: node experiments/adding.mjs [--seeds 10]. The answer 1 has the error 1/6.
import { RecurrentNetwork } from "@elbowjs/recurrent-nn";
import { adding } from "@elbowjs/sequence-data";
import { cosine } from "@elbowjs/training";
import { tenSeeds } from "./ten-seeds.mjs";

const train = adding(10_000);
const test = adding(2_000, { seed: 1 });

for (const cell of ["lstm", "rnn"])
  await tenSeeds(`adding T = 100, 8 cells, ${cell}, squared error`, async (seed) => {
    const net = await RecurrentNetwork.create({
      cell,
      inputs: 2,
      hidden: [8],
      outputs: 1,
      forgetBias: 1,
      seed,
    });
    await net.fit(train, {
      epochs: 12,
      batchSize: 20,
      clipNorm: 1,
      optimizer: { type: "adam", learningRate: cosine(0.02, 1e-4) },
    });
    const { loss, solved } = await net.evaluate(test);
    net.dispose();
    return { value: loss, solved, reached: loss <= 0.0007 };
  });
process.exit();
