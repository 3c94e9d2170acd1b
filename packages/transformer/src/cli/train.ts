import {
  type Command,
  checkOut,
  command,
  commonFlags,
  type Flags,
  forceFlag,
  isStdout,
  say,
  startBackend,
  writeWhole,
} from "@elbowjs/command-line";
import { cosine, type EpochReport } from "@elbowjs/training";
import type { Evaluation } from "../evaluation.js";
import { CharacterModel } from "../text/character-model.js";
import { Transliterator } from "../text/transliterator.js";
import { modelFile, type TextModel } from "./model-file.js";
import { type TextData, textData } from "./text-data.js";

const { backend, json } = commonFlags;
const flags = {
  kind: {
    kind: "choice",
    choices: ["auto", "text", "lines", "pairs"],
    default: "auto",
    help: "one long text, lines of their own, or lines of source TAB target",
  },
  epochs: { kind: "number", rule: "integer ≥ 1", default: 10, help: "passes over the data" },
  width: { kind: "number", rule: "integer ≥ 1", default: 128, help: "numbers of a state" },
  heads: { kind: "number", rule: "integer ≥ 1", default: 4, help: "heads; they divide the width" },
  layers: { kind: "number", rule: "integer ≥ 1", default: 2, help: "blocks, of each side" },
  context: { kind: "number", rule: "integer ≥ 2", default: 64, help: "characters that it sees at once" },
  norm: { kind: "choice", choices: ["pre", "post"], default: "pre", help: "where it normalises" },
  dropout: { kind: "number", rule: "[0, 1)", default: 0.1, help: "probability that an element is zeroed" },
  eta: { kind: "number", rule: "> 0", default: 0.001, help: "highest learning rate η" },
  batchSize: { kind: "number", rule: "integer ≥ 1", default: 32, help: "rows per step" },
  seed: {
    kind: "number",
    rule: "integer ≥ 0",
    default: 0,
    help: "of the first weights, order and dropout",
  },
  out: { kind: "text", value: "file", default: modelFile.name, help: "where the model goes; - is stdout" },
  force: forceFlag,
  backend,
  json,
} satisfies Flags;

/** What {@link trained} is told. */
interface Settings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly eta: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** `train <file>`: a model of one's own text or pairs. */
export const trainCommand: Command = command({
  use: "train <file>",
  about: "trains a model on a text, on lines, or on pairs, and measures it on the last tenth",
  flags,
  async run({ args: [path], values, signal }) {
    await checkOut(values.out, modelFile.isOurs, values.force);
    const data = await textData(path!, values.kind);
    await startBackend(values.backend);
    const { width, heads, layers, context, dropout, seed } = values;
    const norm = values.norm as "pre" | "post";
    const activation = norm === "pre" ? ("gelu" as const) : ("relu" as const);
    const options = { width, heads, layers, context, norm, activation, dropout, seed };
    const model =
      data.kind === "pairs"
        ? await Transliterator.create([...data.train, ...data.test], options)
        : await CharacterModel.create(
            data.kind === "text" ? data.train + data.test : [...data.train, ...data.test],
            options,
          );
    try {
      const evaluation = await trained(model, data, { ...values, signal });
      await writeWhole(values.out, await model.toSafetensors());
      return {
        json: { model: values.out, kind: data.kind, ...evaluation },
        text: `Wrote ${values.out}: ${evaluation.loss.toFixed(4)} nats per character on the last tenth, perplexity ${evaluation.perplexity.toFixed(3)}`,
        asJson: values.json,
        isOnStdout: isStdout(values.out),
      };
    } finally {
      model.dispose();
    }
  },
});

async function trained(
  model: TextModel,
  data: TextData,
  { epochs, batchSize, eta, seed, signal }: Settings,
): Promise<Evaluation> {
  const options = {
    epochs,
    batchSize,
    seed,
    clipNorm: 1,
    optimizer: { type: "adam" as const, learningRate: cosine(eta, eta / 10, { warmup: 0.05 }) },
    signal,
    onEpoch: ({ epoch, loss, validation, seconds }: EpochReport<Evaluation>) =>
      say(
        `Epoch ${epoch}: loss ${loss.toFixed(4)}, on the last tenth ${validation!.loss.toFixed(4)}, ${seconds!.toFixed(1)} s`,
      ),
  };
  if (data.kind === "pairs") {
    const pairs = model as Transliterator;
    await pairs.fit(data.train, { ...options, validation: data.test });
    return pairs.model.evaluate(pairs.tokens(data.test));
  }
  const text = model as CharacterModel;
  await text.fit(data.train, { ...options, validation: data.test });
  return text.evaluate(data.test);
}
