import { type Command, commonFlags, type Outcome, readFlags, setFlag } from "@elbowjs/command-line";
import { describeMeasures } from "./measures.js";
import { measuredModel } from "./trained-model.js";

const use = "evaluate <model.json> [data]";
const flags = { set: setFlag, ...commonFlags };

/** `evaluate <model> [data]`: measures a trained network on data. */
export const evaluateCommand: Command = {
  use,
  about: "measures a trained network on data",
  flags,
  async run(args, signal): Promise<Outcome> {
    const { values, positionals } = readFlags(args, flags);
    const { net, model, data, measures } = await measuredModel(use, positionals, values, signal);
    net.dispose();
    return { json: { model, data, ...measures }, text: describeMeasures(measures), asJson: values.json };
  },
};
