import {
  type Command,
  commonFlags,
  epochProgress,
  type Flag,
  type Outcome,
  openData,
  readFlags,
  say,
  startBackend,
  UsageError,
  writeWhole,
} from "@elbowjs/command-line";
import { KMeansNetwork } from "../network/k-means-network.js";
import { SEEDINGS, type Seeding } from "../seeding/seeding.js";
import {
  GRADIENT_KINDS,
  type GradientKind,
  REDUCTIONS,
  type Reduction,
  UPDATE_RULES,
  type UpdateRule,
} from "../steps/objective.js";
import { describeMeasures, measure } from "./measures.js";

const flags = {
  k: { kind: "integer", least: 1, default: 10, help: "number of centres" },
  epochs: { kind: "integer", least: 1, default: 10, help: "passes over the data" },
  eta: { kind: "positive", default: 4.5, help: "learning rate η" },
  "batch-size": { kind: "integer", least: 1, default: 64, help: "samples a step" },
  init: { kind: "choice", choices: SEEDINGS, default: "k-means++", help: "first centres" },
  temperature: { kind: "positive", default: 20, help: "factor on the scores before the softmax" },
  reduction: { kind: "choice", choices: REDUCTIONS, default: "mean", help: "what the gradient is taken of" },
  gradient: { kind: "choice", choices: GRADIENT_KINDS, default: "soft", help: "how shares enter it" },
  update: { kind: "choice", choices: UPDATE_RULES, default: "gradient", help: "what a step does" },
  revive: { kind: "switch", help: "after each epoch move centres that no sample is nearest to" },
  seed: { kind: "integer", least: 0, default: 0, help: "of the first centres and the order of samples" },
  out: { kind: "text", value: "file", default: "model.json", help: "where the model goes" },
  ...commonFlags,
} satisfies Record<string, Flag>;

/** `train [data]`: trains a network and writes `KMeansNetwork.toJSON()`; stopped early, what was reached by then. */
export const trainCommand: Command = {
  use: "train [data]",
  about: "trains a network and writes it as JSON",
  flags,
  async run(args, signal): Promise<Outcome> {
    const { values, positionals } = readFlags(args, flags);
    if (positionals.length > 1)
      throw new UsageError(`expected train [data], got ${positionals.length} arguments`);
    const { k, epochs, limit, seed, out, temperature, revive } = values;
    const backend = await startBackend(values.backend);
    const data = await openData(positionals[0] ?? "digits", { dataDir: values["data-dir"], limit, signal });
    const { samples, size, shape, features } = data.train;
    say(`Data ${data.name}, ${data.source}: ${size} samples of [${shape.join(", ")}]`);
    const net = new KMeansNetwork({
      k,
      features,
      temperature,
      reduction: values.reduction as Reduction,
      gradient: values.gradient as GradientKind,
      update: values.update as UpdateRule,
    });
    try {
      await net.init(values.init as Seeding, samples, { seed, signal });
      const losses: number[] = [];
      const progress = epochProgress(epochs);
      await net
        .fit(samples, {
          epochs,
          batchSize: values["batch-size"],
          learningRate: values.eta,
          revive,
          seed,
          signal,
          onBatch: ({ step, steps, loss }) => progress.step(step / steps, loss),
          onEpoch: ({ epoch, loss, seconds }) => {
            losses.push(loss);
            progress.epoch(epoch, loss, seconds);
          },
        })
        .catch((error: unknown) => {
          if (!signal.aborted) throw error;
        });
      await writeWhole(out, `${JSON.stringify(net)}\n`);
      const train = await measure(net, data.train);
      const test = data.test && (await measure(net, data.test));
      return {
        json: {
          model: out,
          data: data.name,
          source: data.source,
          backend,
          losses,
          train,
          ...(test && { test }),
        },
        text: `${describeMeasures(test ?? train)}\nMeasured on the ${test ? "test" : "training"} set. Wrote ${out}`,
        asJson: values.json,
      };
    } finally {
      net.dispose();
    }
  },
};
