// A language model of letters: node experiments/language-model.mjs [names | tiny-shakespeare] [folder for PyTorch].
// 2 × 128 LSTM, windows of 50 steps, 50 places side by side, Adam at 0.002, gradients clipped at 5: one epoch of the first 90 %, measured on
// the last 10 %. With a folder it writes the first weights and the tokens there, for scripts/language-model.py, and the losses of the steps.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sample } from "@elbowjs/decoding";
import { RecurrentNetwork } from "@elbowjs/recurrent-nn";
import { openNames, openTinyShakespeare, Vocabulary } from "@elbowjs/sequence-data";

const [set = "tiny-shakespeare", folder] = process.argv.slice(2);
const options = process.env.ELBOW_DATA_DIR === undefined ? {} : { dataDir: process.env.ELBOW_DATA_DIR };
const text =
  set === "names"
    ? `\n${(await openNames(options)).names.join("\n")}\n`
    : (await openTinyShakespeare(options)).text;
const vocabulary = Vocabulary.of(text);
const tokens = vocabulary.encode(text);
const cut = Math.floor(0.9 * tokens.length);
const [train, validation] = [{ tokens: tokens.slice(0, cut) }, { tokens: tokens.slice(cut) }];

const net = await RecurrentNetwork.create({ inputs: vocabulary.size, hidden: [128, 128], seed: 1 });
if (folder) {
  writeFileSync(join(folder, "first.safetensors"), await net.toSafetensors());
  writeFileSync(join(folder, "tokens.int32"), new Uint8Array(tokens.buffer));
}
const losses = [];
const epochs = Number(process.env.EPOCHS ?? 1);
const { epochs: reports } = await net.fit(train, {
  epochs,
  batchSize: 50,
  truncate: 50,
  clipNorm: 5,
  optimizer: { type: "adam", learningRate: Number(process.env.RATE ?? 0.002) },
  validation,
  onBatch: ({ step, loss }) => {
    losses.push(loss);
    if (step % 50 === 0) console.log(step, loss.toFixed(4));
  },
  onEpoch: ({ epoch, loss, validation, seconds }) =>
    console.log(JSON.stringify({ epoch, loss, validation, seconds })),
});
console.log(
  set,
  `${vocabulary.size} tokens, validation ${reports.at(-1).validation.loss.toFixed(4)} nats, perplexity ${reports.at(-1).validation.perplexity.toFixed(3)}`,
);
if (folder)
  writeFileSync(
    join(folder, "losses.json"),
    JSON.stringify({ losses, validation: reports[0].validation.loss }),
  );
const next = net.next();
const [{ tokens: written }] = await sample(next.tokens, {
  prompt: vocabulary.encode("\n"),
  maxLength: 200,
  temperature: 0.7,
});
next.dispose();
console.log(vocabulary.decode(written));
process.exit();
