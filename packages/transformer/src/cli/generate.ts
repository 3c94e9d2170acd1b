import {
  type Command,
  command,
  commonFlags,
  type Flags,
  readModel,
  startBackend,
} from "@elbowjs/command-line";
import { asCharacterModel, modelFile, readyNames } from "./model-file.js";

const { backend, json } = commonFlags;
const flags = {
  length: { kind: "number", rule: "integer ≥ 1", default: 200, help: "characters at most" },
  count: { kind: "number", rule: "integer in [1, 1000]", default: 1, help: "how many texts" },
  temperature: { kind: "number", rule: "> 0", default: 1, help: "below 1 surer, above 1 bolder" },
  topK: { kind: "number", rule: "integer ≥ 1", help: "draw from the k most probable characters" },
  topP: {
    kind: "number",
    rule: "(0, 1]",
    help: "draw from the most probable characters of so much together",
  },
  beams: {
    kind: "number",
    rule: "integer ≥ 1",
    help: "search for the most probable text instead of drawing",
  },
  seed: { kind: "number", rule: "integer ≥ 0", default: 0, help: "of the draws" },
  backend,
  json,
} satisfies Flags;

/** `generate [model] [beginning]`: continues a text. */
export const generateCommand: Command = command({
  use: "generate [model] [beginning]",
  about: `continues a text; without a model, first names by the weights of the package (${readyNames.names})`,
  flags,
  async run({ args: [path = readyNames.names, beginning = ""], values, signal }) {
    await startBackend(values.backend);
    const model = asCharacterModel(await readModel({ file: modelFile }, path), path);
    try {
      const { length: maxLength, count: samples, temperature, topK, topP, beams, seed } = values;
      // A long text needs something to begin with; a new line is as good as any.
      const start = beginning === "" && model.vocabulary.start === undefined ? "\n" : beginning;
      const found = await model.complete(start, {
        maxLength,
        signal,
        ...(beams === undefined ? { sample: { samples, temperature, topK, topP, seed } } : { beams }),
      });
      return {
        json: found.map(({ text, score }) => ({ text: beginning + text, score })),
        text: found.map(({ text }) => beginning + text).join("\n"),
        asJson: values.json,
      };
    } finally {
      model.dispose();
    }
  },
});
