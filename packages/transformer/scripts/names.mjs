// Trains the character model of first names of `pretrained` and measures it: 4 layers, 4 heads, width 64, as makemore's transformer.
//
//   node packages/transformer/scripts/names.mjs [--data ../shared/data/text] [--epochs 12] [--out weights/names.safetensors]
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { defaultRng } from "@elbowjs/numpy-random";
import { openNames } from "@elbowjs/sequence-data";
import { cosine } from "@elbowjs/training";
import { CharacterModel } from "@elbowjs/transformer";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    epochs: { type: "string", default: "12" },
    rate: { type: "string", default: "0.003" },
    dropout: { type: "string", default: "0" },
    seed: { type: "string", default: "0" },
    limit: { type: "string", default: "32033" },
    out: { type: "string" },
  },
});
console.log(JSON.stringify(await useBackend({ prefer: ["wasm"] })), JSON.stringify(values));
const { names } = await openNames(values.data ? { dataDir: values.data } : {});
// 1,000 names for the test and 1,000 to validate on, as makemore's split, drawn by seed 42.
const order = Array.from(defaultRng(42).permutation(names.length), Number).slice(0, Number(values.limit));
const [test, validation, train] = [order.slice(0, 1000), order.slice(1000, 2000), order.slice(2000)].map(
  (part) => part.map((i) => names[i]),
);
const model = await CharacterModel.create(names, {
  width: 64,
  heads: 4,
  layers: 4,
  context: 24,
  norm: "pre",
  activation: "gelu",
  dropout: Number(values.dropout),
  seed: Number(values.seed),
});
const count = [...model.model.weights().values()].reduce((sum, { variable }) => sum + variable.size, 0);
console.log(`${count} weights, ${train.length} names`);
await model.fit(train, {
  epochs: Number(values.epochs),
  batchSize: 128,
  clipNorm: 1,
  optimizer: {
    type: "adam",
    learningRate: cosine(Number(values.rate), 0, { warmup: 0.05 }),
    weightDecay: 0.01,
  },
  averageDecay: 0.99,
  validation,
  onEpoch: async ({ epoch, loss, validation: { loss: measured }, seconds }) => {
    console.log(`${epoch} loss ${loss.toFixed(4)} validation ${measured.toFixed(4)} ${seconds.toFixed(1)} s`);
    if (values.out) await writeFile(values.out, await model.toSafetensors({ dtype: "F16" }));
  },
});
console.log("test", JSON.stringify(await model.evaluate(test)));
const drawn = await model.complete("", { sample: { samples: 20, seed: 0 }, maxLength: 20 });
console.log(drawn.map(({ text }) => text).join(" "));
