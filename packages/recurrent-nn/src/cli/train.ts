import type { RecurrentCell } from "@elbowjs/backend/fused";
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
import { cellNames } from "../network/network-options.js";
import { TextNetwork } from "../text/text-network.js";
import { modelFile } from "./model-file.js";
import { textFile } from "./text-file.js";

const { backend, json } = commonFlags;
const flags = {
  cell: { kind: "choice", choices: cellNames, default: "lstm", help: "what the layers are of" },
  units: { kind: "number", rule: "integer ≥ 1", default: 128, help: "units of a layer" },
  layers: { kind: "number", rule: "integer in [1, 8]", default: 2, help: "layers of the stack" },
  epochs: { kind: "number", rule: "integer ≥ 1", default: 10, help: "passes over the text" },
  steps: {
    kind: "number",
    rule: "integer ≥ 1",
    default: 50,
    help: "letters after which backpropagation is cut",
  },
  batchSize: { kind: "number", rule: "integer ≥ 1", default: 50, help: "places that are read side by side" },
  eta: { kind: "number", rule: "> 0", default: 0.002, help: "learning rate η of Adam" },
  clip: { kind: "number", rule: "> 0", default: 5, help: "largest norm of the gradients" },
  seed: { kind: "number", rule: "integer ≥ 0", default: 0, help: "of the first weights" },
  out: { kind: "text", value: "file", default: modelFile.name, help: "where the model goes; - is stdout" },
  force: forceFlag,
  backend,
  json,
} satisfies Flags;

/** `train <file>`: a language model of one's own text. */
export const trainCommand: Command = command({
  use: "train <file>",
  about: "trains a language model on a text, and measures it on the last tenth",
  flags,
  async run({ args: [path], values, signal }) {
    await checkOut(values.out, modelFile.isOurs, values.force);
    const text = await textFile(path!);
    const { units, layers, epochs, steps, batchSize, eta, clip, seed } = values;
    const cut = Math.floor(0.9 * text.length);
    const [train, validation] = [text.slice(0, cut), text.slice(cut)];
    await startBackend(values.backend);
    const hidden = Array.from({ length: layers }, () => units);
    const model = await TextNetwork.create(text, { cell: values.cell as RecurrentCell, hidden, seed });
    try {
      const { epochs: reports } = await model.fit(train, {
        ...{ epochs, batchSize, truncate: steps, clipNorm: clip, signal, validation },
        optimizer: { type: "adam", learningRate: eta },
        onEpoch: ({ epoch, loss, validation: measured, seconds }) =>
          say(
            `Epoch ${epoch}: ${loss.toFixed(4)} nats per letter, on the last tenth ${measured!.loss.toFixed(4)}, ${seconds!.toFixed(1)} s`,
          ),
      });
      const evaluation = reports.at(-1)!.validation!;
      await writeWhole(values.out, await model.toSafetensors());
      return {
        json: { model: values.out, ...evaluation },
        text: `Wrote ${values.out}: ${evaluation.loss.toFixed(4)} nats per letter on the last tenth, perplexity ${evaluation.perplexity!.toFixed(3)}`,
        asJson: values.json,
        isOnStdout: isStdout(values.out),
      };
    } finally {
      model.dispose();
    }
  },
});
