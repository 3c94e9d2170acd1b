import { arabicRoots } from "@elbowjs/sequence-data";
import { CharacterModel } from "@elbowjs/transformer";
import { shownBackend } from "../shown-backend.js";
import { modelOptions, trainingSize } from "./character-code.js";
import type { CharacterReport, CharacterRequest, Look } from "./character-messages.js";

const report = (message: CharacterReport): void => postMessage(message);
const fail = (message: string): void => report({ type: "failed", message });

/** Steps between two looks at the model. */
const lookEvery = 30;

addEventListener("message", ({ data }: MessageEvent<CharacterRequest>) => {
  run(data).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
});

/** The words, and what there is to know of them without a model. */
function data() {
  const { train, test } = arabicRoots();
  const sources = (pairs: typeof train): string[] => pairs.map(({ source }) => source);
  const all = [...sources(train), ...sources(test)];
  const counts = new Map<string, number>();
  for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
  const entropy = [...counts.values()].reduce(
    (sum, count) => sum - (count / all.length) * Math.log(count / all.length),
    0,
  );
  const tokens = all.reduce((sum, word) => sum + [...word].length + 1, 0) / all.length;
  const words = sources(train.slice(0, trainingSize.words));
  return {
    words,
    test: sources(test.slice(0, trainingSize.test)),
    trained: new Set(words),
    known: new Set(counts.keys()),
    floor: entropy / tokens,
  };
}

async function run({ rate, ...settings }: CharacterRequest): Promise<void> {
  const backend = await shownBackend({ prefer: ["wasm", "cpu"] }, fail);
  const { words, test, trained, known, floor } = data();
  const model = await CharacterModel.create(words, modelOptions(settings));
  const { epochs, batchSize } = trainingSize;
  const steps = (epochs * words.length) / batchSize;
  // After any letter may come any other, or the end.
  const chance = Math.log(model.vocabulary.size - 1);
  report({ type: "ready", backend, steps, floor, chance });
  const kindOf = (text: string) => (trained.has(text) ? "trained" : known.has(text) ? "new" : "wrong");
  const look = async (step: number): Promise<void> =>
    report({
      type: "look",
      look: { step, ...(await seen(model, test.find((word) => word.length > 7)!, kindOf)) },
    });
  let losses: { step: number; loss: number }[] = [];
  await look(0);
  await model.fit(words, {
    ...{ epochs, batchSize },
    clipNorm: 1,
    learningRate: rate,
    onBatch: async ({ step, loss }) => {
      losses.push({ step, loss });
      if (step % 10 === 0) {
        report({ type: "losses", losses });
        losses = [];
      }
      if (step % lookEvery === 0) await look(step);
    },
  });
  report({ type: "done", loss: (await model.evaluate(test)).loss });
}

/** Words that the model draws, by the same random numbers each time, and where it looks in a word. */
async function seen(
  model: CharacterModel,
  word: string,
  kindOf: (text: string) => Look["drawn"][number]["kind"],
): Promise<Omit<Look, "step">> {
  const drawn = await model.complete("", { sample: { samples: 16, seed: 0 }, maxLength: 15 });
  const blocks = model.attention(word);
  try {
    const attention = await Promise.all(
      blocks.map(async (weights) => {
        const [, heads, size] = weights.shape;
        const values = (await weights.data()) as Float32Array;
        return Array.from({ length: heads }, (_, h) => values.slice(h * size * size, (h + 1) * size * size));
      }),
    );
    const kinds = drawn.map(({ text }) => ({ text, kind: kindOf(text) }));
    return { drawn: kinds, names: ["⊢", ...word], attention };
  } finally {
    for (const weights of blocks) weights.dispose();
  }
}
