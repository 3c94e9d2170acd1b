// "h" → "ello□": node experiments/hello.mjs [--seeds 10]. A network without memory cannot go below 2 ln 2 / 5 = 0.277 nats.
import { greedy } from "@elbowjs/decoding";
import { RecurrentNetwork } from "@elbowjs/recurrent-nn";
import { hello } from "@elbowjs/sequence-data";
import { tenSeeds } from "./ten-seeds.mjs";

const task = hello();
const optimizer = { type: "adam", learningRate: 0.03 };

for (const cell of ["rnn", "lstm", "peephole-lstm"])
  await tenSeeds(`hello, ${cell}, loss`, async (seed) => {
    const net = await RecurrentNetwork.create({ cell, inputs: 5, hidden: [8], seed });
    await net.fit(task, { epochs: 200, optimizer });
    const { loss } = await net.evaluate(task);
    const next = net.next();
    const [{ tokens }] = await greedy(next.tokens, {
      prompt: task.vocabulary.encode("h"),
      maxLength: 5,
      end: task.vocabulary.encode("□")[0],
    });
    next.dispose();
    net.dispose();
    const written = task.vocabulary.decode(tokens);
    return { value: loss, written, reached: loss < 0.01 && written === "ello□" };
  });

// The control has no memory: every letter is a sequence of its own.
const { TokenRows } = await import("@elbowjs/sequence-data");
const letters = (text) => new TokenRows([...text].map((letter) => task.vocabulary.encode(letter)));
const apart = { inputs: letters("hello"), targets: letters("ello□"), shape: "synchronous" };
await tenSeeds("hello, without memory, loss", async (seed) => {
  const net = await RecurrentNetwork.create({ cell: "rnn", inputs: 5, hidden: [8], seed });
  await net.fit(apart, { epochs: 400, optimizer });
  const { loss } = await net.evaluate(apart);
  net.dispose();
  return { value: loss, reached: loss < 0.27 };
});
process.exit();
