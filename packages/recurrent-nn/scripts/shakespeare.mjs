// Trains the character model of `pretrained` on tiny-shakespeare and measures it: 2 × 128 LSTM, 64 letters at a time, 64 places side by
// side. The last tenth of the text is the test, the tenth before it chooses the epoch.
//
//   node packages/recurrent-nn/scripts/shakespeare.mjs [--data ../shared/data/text] [--epochs 12] [--threads 1] --out weights/shakespeare.safetensors
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { TextNetwork } from "@elbowjs/recurrent-nn";
import { openTinyShakespeare } from "@elbowjs/sequence-data";
import { cosine } from "@elbowjs/training";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    epochs: { type: "string", default: "12" },
    rate: { type: "string", default: "0.01" },
    units: { type: "string", default: "128" },
    seed: { type: "string", default: "0" },
    threads: { type: "string" },
    limit: { type: "string" },
    out: { type: "string" },
  },
});
const threads = values.threads ? { threads: Number(values.threads) } : {};
console.log(JSON.stringify(await useBackend({ prefer: ["wasm"], ...threads })), JSON.stringify(values));
const { text } = await openTinyShakespeare(values.data ? { dataDir: values.data } : {});
const at = (share) => Math.floor(share * text.length);
const train = text.slice(0, values.limit ? Number(values.limit) : at(0.8));
const [validation, test] = [text.slice(at(0.8), at(0.9)), text.slice(at(0.9))];
const model = await TextNetwork.create(text, {
  hidden: [Number(values.units), Number(values.units)],
  forgetBias: 1,
  seed: Number(values.seed),
});
let best = { loss: Number.POSITIVE_INFINITY, epoch: 0, bytes: new Uint8Array(0) };
await model.fit(train, {
  epochs: Number(values.epochs),
  batchSize: 64,
  truncate: 64,
  clipNorm: 1,
  optimizer: { type: "adam", learningRate: cosine(Number(values.rate), 1e-4, { warmup: 0.02 }) },
  validation,
  onEpoch: async ({ epoch, loss, validation: measured, seconds }) => {
    console.log(
      `${epoch} loss ${loss.toFixed(4)} validation ${measured.loss.toFixed(4)} ${seconds.toFixed(1)} s`,
    );
    if (measured.loss >= best.loss) return;
    best = { loss: measured.loss, epoch, bytes: await model.toSafetensors({ dtype: "F16" }) };
    if (values.out) await writeFile(values.out, best.bytes);
  },
});
model.dispose();
// Measured as shipped: in half precision.
const shipped = await TextNetwork.fromSafetensors(best.bytes);
const measured = await shipped.evaluate(test);
console.log(
  `epoch ${best.epoch}, ${best.bytes.length} bytes, validation ${best.loss.toFixed(4)}, test ${JSON.stringify(measured)}`,
);
const [{ text: drawn }] = await shipped.complete("\nKING", { temperature: 0.7, length: 300, seed: 0 });
console.log(drawn);
process.exit();
