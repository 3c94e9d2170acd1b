import {
  type Command,
  checkOut,
  command,
  commonFlags,
  type Flag,
  type Flags,
  forceFlag,
  isStdout,
  say,
  startBackend,
  type Values,
  writeWhole,
} from "@elbowjs/command-line";
import { GraphAttentionNetwork } from "../graph-attention-network.js";
import { GraphTransformer } from "../graph-transformer.js";
import { readoutKinds } from "../readout.js";
import { classesIn, dataNames, featuresOf, type GraphData, openGraphs } from "./graph-data.js";
import { type AnyNetwork, isNetwork } from "./network-file.js";

const { backend, json } = commonFlags;

/** Which attributes of a file are what. */
export const fileFlags: Readonly<Record<"features" | "label", Extract<Flag, { kind: "text" }>>> = {
  features: {
    kind: "text",
    value: "names",
    help: "metadata that are a vertex's features, with commas (default: a 1)",
  },
  label: { kind: "text", value: "name", help: "metadata that are a vertex's class" },
};

const flags = {
  epochs: { kind: "number", rule: "integer ≥ 1", default: 40, help: "passes over the graphs" },
  network: {
    kind: "choice",
    choices: ["transformer", "gat", "gatv2"],
    default: "transformer",
    help: "transformer, graph attention network, or its second version",
  },
  layers: {
    kind: "number",
    rule: "integer in [1, 100]",
    default: 2,
    help: "a vertex sees so many edges far",
  },
  width: {
    kind: "number",
    rule: "integer ≥ 1",
    default: 16,
    help: "numbers of a vertex inside; of a gat those of a head",
  },
  heads: { kind: "number", rule: "integer ≥ 1", default: 4, help: "heads that attend side by side" },
  readout: {
    kind: "choice",
    choices: readoutKinds.filter((kind) => kind !== "linear"),
    default: "sum",
    help: "how vertices become a graph's decision",
  },
  hidden: {
    kind: "number",
    rule: "integer ≥ 0",
    default: 0,
    help: "ReLU units between read-out and decision",
  },
  eta: { kind: "number", rule: "> 0", default: 0.005, help: "learning rate η of Adam" },
  batchSize: { kind: "number", rule: "integer ≥ 1", default: 20, help: "graphs per step" },
  seed: {
    kind: "number",
    rule: "integer in [0, 1000000000]",
    default: 0,
    help: "of data, weights and order",
  },
  ...fileFlags,
  out: {
    kind: "text",
    value: "file",
    default: "model.safetensors",
    help: "where the network goes; - is stdout",
  },
  force: forceFlag,
  ...{ backend, json },
} satisfies Flags;

/** `train [data]`. */
export const trainCommand: Command = command({
  use: "train [data]",
  about: `trains a network on ${dataNames.join(", ")}, or a file in the JSON Graph Format`,
  flags,
  async run({ args: [from = "disturbance"], values, signal }) {
    const { out, force, epochs, eta, batchSize, seed } = values;
    await checkOut(out, isNetwork, force);
    await startBackend(values.backend);
    const data = await openGraphs(from, values);
    const { task } = data;
    const network = await create(data, values);
    try {
      const validation = data.test;
      await network.fit(data.train, {
        ...{ task, epochs, batchSize, seed, validation, signal, learningRate: eta },
        onEpoch: ({ epoch, loss, validation, seconds }) =>
          say(
            `Epoch ${epoch}/${epochs}  training loss ${loss.toFixed(4)}  test loss ${validation!.loss.toFixed(4)}  accuracy ${validation!.accuracy.toFixed(4)}  ${seconds!.toFixed(1)} s`,
          ),
      });
      const measured = await network.evaluate(data.test, { task });
      await writeWhole(out, await network.toSafetensors());
      return {
        json: { data: data.name, model: out, task, ...measured },
        text: `Wrote ${out}: accuracy ${measured.accuracy.toFixed(4)} on ${measured.count} ${task === "graph" ? "graphs" : "vertices"}, loss ${measured.loss.toFixed(4)}`,
        asJson: values.json,
        isOnStdout: isStdout(out),
      };
    } finally {
      network.dispose();
    }
  },
});

async function create({ train, test, task }: GraphData, values: Values<typeof flags>): Promise<AnyNetwork> {
  const { layers, width, heads, hidden, seed, readout, network } = values;
  const classes = classesIn([...train, ...test], task);
  const common = {
    ...{ features: featuresOf(train), layers, width, heads, seed, readoutHidden: hidden },
    outputs: classes === 2 ? 1 : classes,
    readout: readout as "sum" | "mean" | "attention",
  };
  if (network === "transformer") return GraphTransformer.create(common);
  return GraphAttentionNetwork.create({ ...common, version: network === "gat" ? 1 : 2 });
}
