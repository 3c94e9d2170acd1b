import {
  type Command,
  commonFlags,
  DataFault,
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
import type { EpochReport } from "../fit.js";
import { describeEvaluation } from "./describe-evaluation.js";
import { imageData, imagesFor } from "./image-data.js";
import { layerKinds, newTraining, resumedTraining } from "./training-start.js";

const flags = {
  epochs: { kind: "integer", least: 1, default: 10, help: "passes over the data" },
  latent: { kind: "integer", least: 1, default: 10, help: "elements of z" },
  layers: {
    kind: "choice",
    choices: Object.keys(layerKinds),
    default: "convolutional",
    help: "the lecture's convolutions, or one hidden layer",
  },
  dropout: { kind: "fraction", default: 0.1, help: "probability that an element is zeroed" },
  optimizer: { kind: "choice", choices: ["sgd", "adam"], default: "sgd", help: "what takes the steps" },
  eta: { kind: "positive", help: "learning rate η (default 0.1; with adam 0.001)" },
  "batch-size": { kind: "integer", least: 2, default: 64, help: "images a step" },
  seed: { kind: "integer", least: 0, default: 0, help: "of the first weights, order, noise and dropout" },
  out: { kind: "text", value: "file", default: "model.safetensors", help: "where the model goes" },
  resume: { kind: "text", value: "file", help: "go on from a file that train wrote, to --epochs in all" },
  ...commonFlags,
} satisfies Record<string, Flag>;

/** What a file that is gone on from has settled. */
const settled = ["latent", "layers", "dropout", "optimizer", "eta", "batch-size", "seed"] as const;

/** `train [data]`: trains an autoencoder; after each epoch the file has all that `--resume` needs. */
export const trainCommand: Command = {
  use: "train [data]",
  about: "trains an autoencoder and writes it as safetensors",
  flags,
  async run(args, signal): Promise<Outcome> {
    const { values, given, positionals } = readFlags(args, flags);
    const [from = "digits", ...more] = positionals;
    if (more.length > 0) throw new UsageError(`expected train [data], got ${positionals.length} arguments`);
    const { epochs, limit, out, resume } = values;
    const stray = resume === undefined ? undefined : settled.find((name) => given.has(name));
    if (stray !== undefined)
      throw new UsageError(`--${stray}: expected none with --resume, whose file has it`);
    const backend = await startBackend(values.backend);
    const resumed = resume === undefined ? undefined : await resumedTraining(resume, epochs);
    const data = await openData(from, { dataDir: values["data-dir"], limit, signal });
    say(`Data ${data.name}, ${data.source}: ${data.train.size} images of [${data.train.shape.join(", ")}]`);
    const { vae, history, settings } =
      resumed ?? (await newTraining(values, imageData(data.train).imageShape));
    try {
      const images = imagesFor(vae.options.imageShape, data.train);
      const test = data.test && imagesFor(vae.options.imageShape, data.test);
      const reports: EpochReport[] = [...history];
      const progress = epochProgress(epochs);
      let began = performance.now();
      await vae
        .fit(images, {
          ...settings,
          epochs,
          ...(test && { validation: test }),
          signal,
          onBatch: ({ epoch, batch, batches, loss }) =>
            progress.step((epoch - 1 + batch / batches) / epochs, loss),
          onEpoch: async (report, checkpoint) => {
            await writeWhole(out, await checkpoint());
            reports.push(report);
            progress.epoch(report.epoch, report.loss, (performance.now() - began) / 1000);
            began = performance.now();
          },
        })
        .catch((error: unknown) => {
          if (!signal.aborted || error instanceof DataFault) throw error;
        });
      // Stopped in the first epoch there is no checkpoint yet: the model as it is serves for everything but --resume.
      if (reports.length === 0) await writeWhole(out, await vae.toSafetensors());
      const last = reports.at(-1);
      const train = test || signal.aborted ? undefined : await vae.evaluate(images);
      const measured = last?.validation ?? train;
      return {
        json: {
          model: out,
          data: data.name,
          source: data.source,
          backend,
          losses: reports.map(({ loss }) => loss),
          ...(train && { train }),
          ...(last?.validation && { test: last.validation }),
        },
        text: [
          ...(measured
            ? [describeEvaluation(measured), `Measured on the ${train ? "training" : "test"} set.`]
            : []),
          last ? `Wrote ${out} after epoch ${last.epoch}` : `Wrote ${out} in the middle of the first epoch`,
        ].join("\n"),
        asJson: values.json,
      };
    } finally {
      vae.dispose();
    }
  },
};
