import { tokenLabel } from "@elbowjs/sequence-data";
import type { Transliterator } from "@elbowjs/transformer";
import { transliterator } from "@elbowjs/transformer/pretrained";
import { shownBackend } from "../shown-backend.js";
import type { TransliterationReport, TransliterationRequest, Written } from "./transliteration-messages.js";

const report = (message: TransliterationReport): void => postMessage(message);
const fail = (message: string): void => report({ type: "failed", message });

/** A word is done sooner on WASM than a GPU has begun. */
async function opened(): Promise<Transliterator> {
  const backend = await shownBackend({ prefer: ["wasm", "cpu"] }, fail);
  const model = await transliterator();
  const { layers, heads } = model.model.options;
  report({ type: "ready", backend, blocks: layers, heads });
  return model;
}
const model = opened();
/** Requests are served one after another. */
let queue: Promise<void> = Promise.resolve();

addEventListener("message", ({ data }: MessageEvent<TransliterationRequest>) => {
  queue = queue
    .then(async () => report({ type: "written", written: await write(await model, data) }))
    .catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
});

async function write(
  model: Transliterator,
  { word, beams, expand }: TransliterationRequest,
): Promise<Written> {
  const { source, target } = model;
  const { hypotheses, tree } = await model.model.generate(source.encode(word), { beams, expand, tree: true });
  const texts = hypotheses.map(({ tokens, score }) => ({ text: target.decode(tokens), score }));
  return {
    ...{ word, texts, tree },
    names: target.tokens.map((token, i) => (i === target.end ? "⊣" : tokenLabel(token))),
    attention: await attentionOf(model, word, texts[0]!.text),
  };
}

async function attentionOf(model: Transliterator, word: string, text: string): Promise<Float32Array[][]> {
  const blocks = model.attention(word, text);
  try {
    return await Promise.all(
      blocks.map(async (weights) => {
        const [, heads, rows, columns] = weights.shape;
        const values = (await weights.data()) as Float32Array;
        return Array.from({ length: heads }, (_, h) =>
          values.slice(h * rows * columns, (h + 1) * rows * columns),
        );
      }),
    );
  } finally {
    for (const weights of blocks) weights.dispose();
  }
}
