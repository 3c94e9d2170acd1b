// nanoGPT's CPU setting on tiny-shakespeare: 4 layers, 4 heads, width 128, context 64, batches of 12, 2,000 steps, no dropout.
// Published: 1.88 nats per character of validation text, in about three minutes on a laptop.
//
//   node packages/transformer/experiments/shakespeare.mjs [--data ../shared/data/text] [--steps 2000] [--seed 0] [--out model.safetensors]
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { openTinyShakespeare } from "@elbowjs/sequence-data";
import { cosine } from "@elbowjs/training";
import { CharacterModel } from "@elbowjs/transformer";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    steps: { type: "string", default: "2000" },
    every: { type: "string", default: "250" },
    seed: { type: "string", default: "0" },
    out: { type: "string" },
  },
});
const [steps, every] = [Number(values.steps), Number(values.every)];
console.log(JSON.stringify(await useBackend({ prefer: ["wasm"] })), JSON.stringify(values));
const { text } = await openTinyShakespeare(values.data ? { dataDir: values.data } : {});
const cut = Math.floor(0.9 * text.length);
const model = await CharacterModel.create(text, {
  width: 128,
  heads: 4,
  layers: 4,
  context: 64,
  norm: "pre",
  activation: "gelu",
  dropout: 0,
  seed: Number(values.seed),
});
// Losses on the way are measured on a part of the validation text, the last one on all of it.
const validation = text.slice(cut);
const { seconds } = await model.fit(text.slice(0, cut), {
  epochs: steps / every,
  stepsPerEpoch: every,
  batchSize: 12,
  clipNorm: 1,
  optimizer: {
    type: "adam",
    learningRate: cosine(1e-3, 1e-4, { warmup: 0.05 }),
    beta2: 0.99,
    weightDecay: 0.1,
  },
  validation: validation.slice(0, 12 * 64 * 20 + 1),
  onEpoch: async ({ epoch, loss, validation: measured, seconds }) => {
    console.log(
      `step ${epoch * every} loss ${loss.toFixed(4)} validation ${measured.loss.toFixed(4)} ${((1000 * seconds) / every).toFixed(0)} ms a step`,
    );
    if (values.out) await writeFile(values.out, await model.toSafetensors());
  },
});
console.log("validation", JSON.stringify(await model.evaluate(validation)), `${seconds.toFixed(0)} s`);
const [{ text: sample }] = await model.complete("\n", {
  sample: { temperature: 0.8, seed: 1 },
  maxLength: 300,
});
console.log(sample);
