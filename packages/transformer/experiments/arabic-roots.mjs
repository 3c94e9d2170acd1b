// The exam's task on words made by rule: romanised to Arabic, on roots that were not in the training.
//
//   node packages/transformer/experiments/arabic-roots.mjs [--spelling scholarly|ascii] [--words 181440] [--epochs 1] [--threads 1]
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { defaultRng } from "@elbowjs/numpy-random";
import { arabicRoots } from "@elbowjs/sequence-data";
import { cosine } from "@elbowjs/training";
import { Transliterator } from "@elbowjs/transformer";

const { values } = parseArgs({
  options: {
    spelling: { type: "string", default: "scholarly" },
    words: { type: "string", default: "181440" },
    test: { type: "string", default: "2000" },
    epochs: { type: "string", default: "1" },
    seed: { type: "string", default: "0" },
    threads: { type: "string" },
  },
});
console.log(
  JSON.stringify(
    await useBackend({ prefer: ["wasm"], ...(values.threads && { threads: Number(values.threads) }) }),
  ),
  JSON.stringify(values),
);
const { train, test, ceiling } = arabicRoots({ spelling: values.spelling });
const pick = (all, count, seed) =>
  Array.from(defaultRng(seed).permutation(all.length), Number)
    .slice(0, Number(count))
    .map((i) => all[i]);
const words = pick(train, values.words, 1);
const model = await Transliterator.create(train, {
  width: 64,
  heads: 4,
  layers: 2,
  norm: "pre",
  activation: "gelu",
  dropout: 0,
  context: 20,
  seed: Number(values.seed),
});
await model.fit(words, {
  epochs: Number(values.epochs),
  batchSize: 128,
  clipNorm: 1,
  optimizer: { type: "adam", learningRate: cosine(3e-3, 1e-5, { warmup: 0.05 }), beta2: 0.98 },
  onBatch: ({ step, steps, loss }) =>
    step % 100 || console.log(`step ${step} of ${steps}, loss ${loss.toFixed(4)}`),
});
const asked = pick(test, values.test, 2);
const [first, five] = [[], []];
for (const { source, target } of asked) {
  const texts = (await model.transliterate(source, { beams: 5 })).map(({ text }) => text);
  first.push(texts[0] === target);
  five.push(texts.includes(target));
}
const share = (list) => (100 * list.filter(Boolean).length) / list.length;
console.log(
  `${values.spelling}: first ${share(first).toFixed(2)} % (best possible ${(100 * ceiling(1)).toFixed(2)}), within five ${share(five).toFixed(2)} % (${(100 * ceiling(5)).toFixed(2)}) of ${asked.length} words of unseen roots`,
);
