// Temporal order of three symbols among distractors, T = 50: node experiments/temporal-order.mjs [--seeds 10]. A guess is right 1 in 8.
import { RecurrentNetwork } from "@elbowjs/recurrent-nn";
import { temporalOrder } from "@elbowjs/sequence-data";
import { tenSeeds } from "./ten-seeds.mjs";

const train = temporalOrder(5_000, { length: 50, symbols: 3 });
const test = temporalOrder(512, { length: 50, symbols: 3, seed: 1 });

for (const cell of ["lstm", "rnn"])
  await tenSeeds(`temporal order T = 50, ${cell}, right of 512`, async (seed) => {
    const net = await RecurrentNetwork.create({
      cell,
      inputs: train.vocabulary.size,
      hidden: [12],
      outputs: train.answers.size,
      forgetBias: 1,
      seed,
    });
    await net.fit(train, {
      epochs: 15,
      batchSize: 25,
      clipNorm: 1,
      optimizer: { type: "adam", learningRate: 0.01 },
    });
    const { accuracy } = await net.evaluate(test);
    net.dispose();
    return { value: Math.round(accuracy * 512), reached: accuracy === 1 };
  });
process.exit();
