import { type Command, commonFlags, type Outcome, readFlags, setFlag } from "@elbowjs/command-line";
import { describeEvaluation } from "./describe-evaluation.js";
import { measuredModel } from "./measured-model.js";

const use = "evaluate <model> [data]";
const flags = { set: setFlag, ...commonFlags };

/** `evaluate <model> [data]`: measures a trained autoencoder on images. */
export const evaluateCommand: Command = {
  use,
  about: "measures a trained autoencoder on images",
  flags,
  async run(args, signal): Promise<Outcome> {
    const { values, positionals } = readFlags(args, flags);
    const { file, model, data, evaluation } = await measuredModel(use, positionals, values, signal);
    file.vae.dispose();
    return {
      json: { model, data, ...evaluation },
      text: describeEvaluation(evaluation),
      asJson: values.json,
    };
  },
};
