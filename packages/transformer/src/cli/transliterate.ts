import {
  type Command,
  command,
  commonFlags,
  DataFault,
  type Flags,
  readModel,
  startBackend,
} from "@elbowjs/command-line";
import { asTransliterator, modelFile, readyNames } from "./model-file.js";

const { backend, json } = commonFlags;
const flags = {
  beams: {
    kind: "number",
    rule: "integer in [1, 100]",
    default: 5,
    help: "texts that are searched for at once",
  },
  best: {
    kind: "number",
    rule: "integer in [1, 100]",
    default: 1,
    help: "how many of them are printed per word",
  },
  backend,
  json,
} satisfies Flags;

/** `transliterate [model]`: words from stdin, one per line, to the other script. */
export const transliterateCommand: Command = command({
  use: "transliterate [model]",
  about: `reads words from stdin, one per line, and writes each in the other script; without a model, Latin to Arabic by the weights of the package (${readyNames.transliterator})`,
  flags,
  async run({ args: [path = readyNames.transliterator], values, signal }) {
    const words = (await standardInput()).split("\n").map((line) => line.trim().normalize().toLowerCase());
    const used = words.filter((word) => word !== "");
    if (used.length === 0)
      throw new DataFault(
        "transliterate: expected words on stdin, one per line, got none; try: echo salma | … transliterate",
      );
    await startBackend(values.backend);
    const model = asTransliterator(await readModel({ file: modelFile }, path), path);
    try {
      const found = [];
      for (const word of used) {
        const texts = await model.transliterate(word, { beams: Math.max(values.beams, values.best), signal });
        found.push({ word, texts: texts.slice(0, values.best) });
      }
      return {
        json: found,
        text: found.map(({ texts }) => texts.map(({ text }) => text).join("\t")).join("\n"),
        asJson: values.json,
      };
    } finally {
      model.dispose();
    }
  },
});

async function standardInput(): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString("utf8");
}
