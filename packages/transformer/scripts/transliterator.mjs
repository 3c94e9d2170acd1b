// Trains the transliterator of `pretrained` on google/transliteration (Apache-2.0) and measures it.
//
//   node packages/transformer/scripts/transliterator.mjs [--data ../shared/data/transliteration] [--epochs 20] [--out one.safetensors]
//   node packages/transformer/scripts/transliterator.mjs --from one.safetensors --epochs 10 --rate 0.001 --dropout 0.15 --seed 1 --out …
//
// The second goes on from the first one's weights with a new schedule. `--check file` measures only.
// One seed gives the same file on one backend. It prints a line per epoch, then greedy and beam results on the test set.
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { readSafetensors, writeSafetensors } from "@elbowjs/safetensors";
import { openTransliteration } from "@elbowjs/sequence-data";
import { cosine } from "@elbowjs/training";
import { Transliterator, textErrors } from "@elbowjs/transformer";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    set: { type: "string", default: "google" },
    epochs: { type: "string", default: "20" },
    rate: { type: "string", default: "0.0015" },
    dropout: { type: "string", default: "0.2" },
    norm: { type: "string", default: "pre" },
    seed: { type: "string", default: "0" },
    test: { type: "string", default: "Infinity" },
    out: { type: "string" },
    check: { type: "string" },
    from: { type: "string" },
  },
});
console.log(JSON.stringify(await useBackend({ prefer: ["wasm"] })), JSON.stringify(values));
const { train, validation, test } = await openTransliteration(
  values.set,
  values.data ? { dataDir: values.data } : {},
);
const [epochs, rate, dropout, seed] = [values.epochs, values.rate, values.dropout, values.seed].map(Number);

const model =
  (values.check ?? values.from)
    ? await Transliterator.fromSafetensors(
        withDropout(new Uint8Array(await readFile(values.check ?? values.from)), dropout),
      )
    : await Transliterator.create(train, {
        width: 128,
        heads: 4,
        layers: 2,
        feedForward: 256,
        norm: values.norm,
        activation: values.norm === "pre" ? "gelu" : "relu",
        dropout,
        seed,
      });
if (!values.check)
  await model.fit(train, {
    epochs,
    seed,
    batchSize: 128,
    clipNorm: 1,
    optimizer: { type: "adam", learningRate: cosine(rate, 0, { warmup: 0.08 }), beta2: 0.98 },
    averageDecay: 0.99,
    validation,
    onEpoch: async ({ epoch, loss, validation: { loss: validationLoss, accuracy }, seconds }) => {
      console.log(
        `${epoch} loss ${loss.toFixed(4)} validation ${validationLoss.toFixed(4)} (${(100 * accuracy).toFixed(1)} % of characters) ${seconds.toFixed(1)} s`,
      );
      if (epoch % 5 === 0 || epoch === epochs) await measure("validation", validation.slice(0, 400));
      if (values.out) await writeFile(values.out, await model.toSafetensors({ dtype: "F16" }));
    },
  });
const used = test.slice(0, Number(values.test));
await measure("test", used);
const greedy = await model.transliterateAll(used.map(({ source }) => source));
const beams = [];
for (const { source } of used)
  beams.push((await model.transliterate(source, { beams: 5 })).map(({ text }) => text));
const targets = used.map(({ target }) => target);
console.log("greedy", JSON.stringify(textErrors(greedy, targets)));
console.log(
  "beam of 5",
  JSON.stringify(
    textErrors(
      beams.map(([best]) => best),
      targets,
    ),
  ),
);
for (const k of [3, 5])
  console.log(
    `within ${k}: ${beams.filter((texts, i) => texts.slice(0, k).includes(targets[i])).length / used.length}`,
  );

async function measure(name, pairs) {
  const found = await model.transliterateAll(pairs.map(({ source }) => source));
  const { characters, right } = textErrors(
    found,
    pairs.map(({ target }) => target),
  );
  console.log(
    `  ${name}: ${(100 * characters).toFixed(2)} % of characters wrong, ${(100 * right).toFixed(1)} % of words right`,
  );
}

/** The same weights under another rate of dropout. */
function withDropout(bytes, rate) {
  const { tensors, metadata } = readSafetensors(bytes);
  const options = JSON.stringify({ ...JSON.parse(metadata.options), dropout: rate });
  return writeSafetensors(tensors, { metadata: { ...metadata, options } });
}
