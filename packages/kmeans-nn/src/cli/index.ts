import { type AnyModelProgram, type Flags, modelProgram, packageOf } from "@elbowjs/command-line";
import { DivergenceError } from "@elbowjs/runs";
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
import { mapCommand } from "./map-command.js";
import { measure, measureFacts } from "./measures.js";
import { modelFile, resumedNetwork } from "./model-file.js";
import { reduceCommand } from "./reduce-command.js";
import { report } from "./report.js";

const flags = {
  k: { kind: "number", rule: "integer ≥ 1", default: 10, help: "number of centres" },
  epochs: { kind: "number", rule: "integer ≥ 1", default: 10, help: "passes over the data" },
  eta: { kind: "number", rule: "> 0", default: 4.5, help: "learning rate η" },
  batchSize: { kind: "number", rule: "integer ≥ 1", default: 64, help: "samples per step" },
  init: {
    kind: "choice",
    choices: SEEDINGS,
    default: "k-means++",
    help: "first centres; digit-images: one of each class",
  },
  temperature: {
    kind: "number",
    rule: "> 0",
    default: 20,
    help: "factor on the scores before the softmax",
  },
  reduction: { kind: "choice", choices: REDUCTIONS, default: "mean", help: "what the gradient is taken of" },
  gradient: { kind: "choice", choices: GRADIENT_KINDS, default: "soft", help: "how shares enter it" },
  update: { kind: "choice", choices: UPDATE_RULES, default: "gradient", help: "what a step does" },
  revive: { kind: "switch", help: "after each epoch move centres that no sample is nearest to" },
  seed: {
    kind: "number",
    rule: "integer ≥ 0",
    default: 0,
    help: "of the first centres and the order of samples",
  },
} satisfies Flags;

/** `npx @elbowjs/kmeans-nn` and `npm start -- k-means`. */
export const program: AnyModelProgram = modelProgram({
  package: packageOf(import.meta.url),
  about: "k-means as a neural network",
  file: modelFile,
  flags,
  settled: [],
  async create({ train }, values, { hooks: { signal }, resume }) {
    if (resume !== undefined) return resumedNetwork(resume);
    const net = new KMeansNetwork({
      k: values.k,
      features: train.features,
      temperature: values.temperature,
      reduction: values.reduction as Reduction,
      gradient: values.gradient as GradientKind,
      update: values.update as UpdateRule,
    });
    try {
      await net.init(values.init as Seeding, train.samples, { seed: values.seed, signal });
      return net;
    } catch (error) {
      net.dispose();
      throw error;
    }
  },
  train: (net, { train, test }, { epochs, batchSize, eta, revive, seed }, { hooks, resume }) =>
    net.fit(train.samples, {
      ...{ epochs, batchSize, learningRate: eta, revive, seed },
      ...(test && { validation: test.samples }),
      ...(resume && { resume: resume.bytes }),
      ...hooks,
    }),
  evaluate: measure,
  describe: measureFacts,
  report,
  commands: { map: mapCommand, reduce: reduceCommand },
  faults: [DivergenceError],
});
