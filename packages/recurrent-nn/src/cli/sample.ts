import {
  type Command,
  command,
  commonFlags,
  type Flags,
  readModel,
  startBackend,
} from "@elbowjs/command-line";
import { modelFile } from "./model-file.js";

const { backend, json } = commonFlags;
const flags = {
  length: { kind: "number", rule: "integer ≥ 1", default: 200, help: "letters at most" },
  count: { kind: "number", rule: "integer in [1, 1000]", default: 1, help: "how many texts" },
  by: {
    kind: "choice",
    choices: ["sample", "greedy", "beam"],
    default: "sample",
    help: "drawn, or searched for",
  },
  temperature: { kind: "number", rule: "> 0", default: 1, help: "below 1 surer, above 1 bolder" },
  topK: { kind: "number", rule: "integer ≥ 1", help: "draw from the k most probable letters" },
  topP: { kind: "number", rule: "(0, 1]", help: "draw from the most probable letters of so much together" },
  seed: { kind: "number", rule: "integer ≥ 0", default: 0, help: "of the draws" },
  backend,
  json,
} satisfies Flags;

/** `sample <model> [beginning]`: continues a text. */
export const sampleCommand: Command = command({
  use: "sample <model> [beginning]",
  about: "continues a text, by default a new line",
  flags,
  async run({ args: [path, given = ""], values, signal }) {
    await startBackend(values.backend);
    const model = await readModel({ file: modelFile }, path!);
    try {
      const newLine = model.vocabulary.tokens.includes("\n") ? "\n" : model.vocabulary.tokens[0]!;
      const { length, count, temperature, topK, topP, seed } = values;
      const by = values.by as "sample" | "greedy" | "beam";
      const found = await model.complete(given === "" ? newLine : given, {
        by,
        length,
        count,
        temperature,
        topK,
        topP,
        seed,
        signal,
      });
      return {
        json: found.map(({ text, score }) => ({ text: given + text, score })),
        text: found.map(({ text }) => given + text).join("\n"),
        asJson: values.json,
      };
    } finally {
      model.dispose();
    }
  },
});
