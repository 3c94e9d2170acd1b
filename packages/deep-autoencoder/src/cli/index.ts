import { type AnyModelProgram, type Flags, modelProgram, packageOf } from "@elbowjs/command-line";
import { DivergenceError } from "@elbowjs/training";
import { activationNames } from "../activation-name.js";
import { imagesFor } from "./image-data.js";
import { modelFile, type TrainedAutoencoder } from "./model-file.js";
import { newModel, resumedModel } from "./new-model.js";
import { noiseNames } from "./noise.js";
import { describeEvaluation, reconstructionSheet, report } from "./report.js";

const flags = {
  epochs: { kind: "number", rule: "integer ≥ 1", default: 10, help: "passes over the data" },
  widths: { kind: "text", value: "units", default: "1000-500-250", help: "units between pixels and code" },
  units: { kind: "number", rule: "integer ≥ 1", default: 30, help: "units of the code" },
  activation: { kind: "choice", choices: activationNames, default: "elu", help: "of the hidden layers" },
  loss: {
    kind: "choice",
    choices: ["squared", "cross-entropy"],
    default: "squared",
    help: "what is minimized",
  },
  noise: {
    kind: "choice",
    choices: ["none", ...noiseNames],
    default: "none",
    help: "what corrupts the encoder's images",
  },
  level: { kind: "number", rule: "≥ 0", default: 0.3, help: "p or σ of the noise" },
  eta: { kind: "number", rule: "> 0", default: 0.001, help: "Adam's learning rate η" },
  batchSize: { kind: "number", rule: "integer ≥ 2", default: 128, help: "images per step" },
  seed: {
    kind: "number",
    rule: "integer ≥ 0",
    default: 0,
    help: "of the first weights, order and noise",
  },
} satisfies Flags;

/** `npx @elbowjs/deep-autoencoder` and `npm start -- autoencoder`. */
export const program: AnyModelProgram = modelProgram({
  package: packageOf(import.meta.url),
  about: "the deep autoencoder of Hinton and Salakhutdinov",
  file: modelFile,
  flags,
  settled: ["widths", "units", "activation", "loss", "noise", "level", "eta", "batchSize", "seed"],
  create: ({ train }, values, { resume }) =>
    resume === undefined ? newModel(values, train) : resumedModel(resume, values.epochs),
  train({ model, settings }: TrainedAutoencoder, { train, test }, { epochs }, { hooks, resume, picture }) {
    const features = model.options.widths[0]!;
    const images = imagesFor(features, train);
    return model.fit(images, {
      ...settings,
      epochs,
      ...(test && { validation: imagesFor(features, test) }),
      ...(resume && { resume: resume.bytes }),
      ...hooks,
      onEpoch: async (epoch, checkpoint) => {
        await hooks.onEpoch(epoch, checkpoint);
        const draw = (): Promise<Uint8Array> => reconstructionSheet(model, images, Math.min(10, images.size));
        await picture?.(`Epoch ${epoch.epoch}`, draw);
      },
    });
  },
  evaluate: ({ model }, data) => model.evaluate(imagesFor(model.options.widths[0]!, data)),
  describe: describeEvaluation,
  history: ({ history }) => history,
  report,
  faults: [DivergenceError],
});
