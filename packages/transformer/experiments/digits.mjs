// A decoder with a prompt on tasks of digits: sorting six of three digits, adding, copying. Exact answers on held-out questions.
//
//   node packages/transformer/experiments/digits.mjs sorting|adding-2|adding-3|copying [--epochs …] [--seed 0]
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { defaultRng } from "@elbowjs/numpy-random";
import { Vocabulary } from "@elbowjs/sequence-data";
import { cosine } from "@elbowjs/training";
import { Decoder } from "@elbowjs/transformer";

const random = defaultRng(1);
const draw = (count, below) => Array.from(random.integers(0, below, count), Number);
const padded = (number, places) => String(number).padStart(places, "0");
/** All sums of numbers of two digits, or as many of three as asked; the answer is written from its last digit on, as it is reckoned. */
function sums(digits, count) {
  const below = 10 ** digits;
  const pairs =
    count === undefined
      ? Array.from(random.permutation(below * below), (i) => [
          Math.floor(Number(i) / below),
          Number(i) % below,
        ])
      : Array.from({ length: count }, () => draw(2, below));
  return pairs.map(([a, b]) => ({
    question: `${padded(a, digits)}+${padded(b, digits)}=`,
    answer: [...padded(a + b, digits + 1)].reverse().join(""),
  }));
}
const tasks = {
  // minGPT's demonstration: 3 layers, 3 heads, width 48; there are 729 strings, a quarter of them held out.
  sorting: {
    size: { width: 48, heads: 3, layers: 3 },
    epochs: 60,
    heldOut: 182,
    make: () =>
      Array.from(random.permutation(729), (i) => Number(i).toString(3).padStart(6, "0")).map((digits) => ({
        question: `${digits}=`,
        answer: [...digits].sort().join(""),
      })),
  },
  "adding-2": { size: { width: 64, heads: 4, layers: 2 }, epochs: 40, heldOut: 500, make: () => sums(2) },
  "adding-3": {
    size: { width: 64, heads: 4, layers: 2 },
    epochs: 40,
    heldOut: 500,
    make: () => sums(3, 20500),
  },
  copying: {
    size: { width: 48, heads: 3, layers: 2 },
    epochs: 30,
    heldOut: 500,
    make: () =>
      Array.from({ length: 4500 }, () => draw(10, 10).join("")).map((digits) => ({
        question: `${digits}=`,
        answer: digits,
      })),
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    epochs: { type: "string" },
    seed: { type: "string", default: "0" },
    rate: { type: "string", default: "0.002" },
  },
});
const name = positionals[0] ?? "sorting";
const { size, make, heldOut, epochs: own } = tasks[name];
console.log(JSON.stringify(await useBackend({ prefer: ["wasm"] })), name, JSON.stringify(values));
const examples = make();
const asked = new Set(examples.slice(0, heldOut).map(({ question }) => question));
const vocabulary = Vocabulary.of("0123456789+=");
const pairs = examples.map(({ question, answer }) => ({
  prompt: vocabulary.encode(question),
  answer: vocabulary.encode(answer),
}));
// Nothing that is asked in the test is in the training.
const train = pairs.filter((_, i) => i >= heldOut && !asked.has(examples[i].question));
const test = pairs.slice(0, heldOut);
const model = await Decoder.create({
  ...size,
  vocabulary: vocabulary.size,
  context: 24,
  norm: "pre",
  activation: "gelu",
  dropout: 0,
  seed: Number(values.seed),
});
const stop = new AbortController();
const started = performance.now();
await model
  .fit(train, {
    epochs: Number(values.epochs ?? own),
    batchSize: 64,
    clipNorm: 1,
    optimizer: {
      type: "adam",
      learningRate: cosine(Number(values.rate), 1e-4, { warmup: 0.02 }),
      beta2: 0.99,
    },
    signal: stop.signal,
    onEpoch: async ({ epoch, loss }) => {
      const { loss: measured, accuracy } = await model.evaluate(test);
      console.log(
        `${epoch} loss ${loss.toFixed(5)} test ${measured.toFixed(5)}, ${(100 * accuracy).toFixed(2)} % of digits`,
      );
      if (measured < 2e-4) stop.abort("learnt");
    },
  })
  .catch((reason) => {
    if (reason !== "learnt") throw reason;
  });
let right = 0;
for (const { prompt, answer } of test) {
  const [{ tokens }] = await model.generate(prompt, { maxLength: answer.length });
  right += Number(tokens.join() === answer.join());
}
console.log(
  `${name}: ${right} of ${test.length} held-out answers right (${((100 * right) / test.length).toFixed(2)} %), ${train.length} to learn from, ${((performance.now() - started) / 1000).toFixed(0)} s`,
);
