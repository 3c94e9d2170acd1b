import { type AnyModelProgram, type Flags, modelProgram, packageOf } from "@elbowjs/command-line";
import { DivergenceError } from "@elbowjs/training";
import { describeEvaluation } from "./describe-evaluation.js";
import { imagesFor } from "./image-data.js";
import { modelFile, type TrainedVae } from "./model-file.js";
import { layerKinds, newModel, resumedModel } from "./new-model.js";
import { report, samplesSheet } from "./report.js";
import { sampleCommand } from "./sample.js";

const flags = {
  epochs: { kind: "number", rule: "integer ≥ 1", default: 10, help: "passes over the data" },
  latent: { kind: "number", rule: "integer ≥ 1", default: 10, help: "elements of z" },
  layers: {
    kind: "choice",
    choices: Object.keys(layerKinds),
    default: "convolutional",
    help: "the lecture's convolutions, or one hidden layer",
  },
  dropout: { kind: "number", rule: "[0, 1)", default: 0.1, help: "probability that an element is zeroed" },
  optimizer: { kind: "choice", choices: ["sgd", "adam"], default: "sgd", help: "what takes the steps" },
  eta: { kind: "number", rule: "> 0", help: "learning rate η (default: 0.1; with adam 0.001)" },
  batchSize: { kind: "number", rule: "integer ≥ 2", default: 64, help: "images per step" },
  seed: {
    kind: "number",
    rule: "integer ≥ 0",
    default: 0,
    help: "of the first weights, order, noise and dropout",
  },
} satisfies Flags;

/** `npx @elbowjs/gaussian-vae` and `npm start -- vae`. */
export const program: AnyModelProgram = modelProgram({
  package: packageOf(import.meta.url),
  about: "the Gaussian autoencoder",
  file: modelFile,
  flags,
  settled: ["latent", "layers", "dropout", "optimizer", "eta", "batchSize", "seed"],
  create: ({ train }, values, { resume }) =>
    resume === undefined ? newModel(values, train) : resumedModel(resume, values.epochs),
  train({ vae, settings }: TrainedVae, { train, test }, { epochs, seed }, { hooks, resume, picture }) {
    const { imageShape } = vae.options;
    return vae.fit(imagesFor(imageShape, train), {
      ...settings,
      epochs,
      ...(test && { validation: imagesFor(imageShape, test) }),
      ...(resume && { resume: resume.bytes }),
      ...hooks,
      onEpoch: async (epoch, checkpoint) => {
        await hooks.onEpoch(epoch, checkpoint);
        const draw = (): Promise<Uint8Array> => samplesSheet(vae, { count: 10, noise: 1, seed });
        await picture?.(`Epoch ${epoch.epoch}`, draw);
      },
    });
  },
  evaluate: ({ vae }, data) => vae.evaluate(imagesFor(vae.options.imageShape, data)),
  describe: describeEvaluation,
  history: ({ history }) => history,
  report,
  commands: { sample: sampleCommand },
  faults: [DivergenceError],
});
