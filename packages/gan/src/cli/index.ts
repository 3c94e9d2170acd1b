import {
  type AnyModelProgram,
  DataFault,
  type Flags,
  type ModelFile,
  modelProgram,
  packageOf,
  type Section,
} from "@elbowjs/command-line";
import { imageSheet } from "@elbowjs/figures";
import { DivergenceError } from "@elbowjs/training";
import { adversarialLosses } from "../adversarial-loss.js";
import { Gan } from "../gan.js";
import type { GanOptions } from "../gan-options.js";
import type { HealthAlarm } from "../health/health-report.js";
import { describe, evaluate, imagesOf } from "./evaluation.js";
import { sampleCommand } from "./sample.js";

const flags = {
  epochs: { kind: "number", rule: "integer ≥ 1", default: 10, help: "passes over the data" },
  layers: {
    kind: "choice",
    choices: ["convolutional", "dense"],
    default: "convolutional",
    help: "of both networks",
  },
  loss: {
    kind: "choice",
    choices: [...adversarialLosses],
    default: "non-saturating",
    help: "what the players minimise",
  },
  latent: { kind: "number", rule: "integer ≥ 1", default: 64, help: "elements of z" },
  conditional: { kind: "switch", help: "give both players the labels" },
  eta: { kind: "number", rule: "> 0", default: 0.0005, help: "learning rate η of both players' Adam" },
  averageDecay: { kind: "number", rule: "[0, 1)", default: 0.999, help: "of the weights' moving averages" },
  batchSize: { kind: "number", rule: "integer ≥ 2", default: 64, help: "images per step" },
  seed: { kind: "number", rule: "integer ≥ 0", default: 0, help: "of the first weights, order and noise" },
} satisfies Flags;

/** Models, and what was seen of them while they trained. */
const alarmsOf = new WeakMap<Gan, readonly HealthAlarm[]>();

/** Files of `toSafetensors` and of checkpoints. */
const modelFile: ModelFile<Gan> = {
  name: "gan.safetensors",
  // Behind the header's length, which is binary, the metadata come first.
  isOurs: (start) => start.startsWith('{"__metadata__":{', 8) && start.includes('"model":"gan"'),
  read: (bytes) => Gan.fromSafetensors(bytes),
  write: (gan) => gan.toSafetensors(),
};

/** `npx @elbowjs/gan` and `npm start -- gan`. */
export const program: AnyModelProgram = modelProgram({
  package: packageOf(import.meta.url),
  about: "a generator against a discriminator",
  file: modelFile,
  flags,
  async create({ train }, { layers, loss, latent, conditional, seed }) {
    const { imageShape } = imagesOf(train);
    const classes = conditional ? train.classNames.length : 0;
    if (conditional && classes === 0)
      throw new DataFault("train: expected data with labels for --conditional, got none");
    const generator = layers as "convolutional" | "dense";
    return Gan.create({
      imageShape,
      generator,
      loss: loss as NonNullable<GanOptions["loss"]>,
      latent,
      classes,
      seed,
    });
  },
  async train(gan, { train, test }, { epochs, eta, averageDecay, batchSize }, { hooks, picture }) {
    const { imageShape } = gan.options;
    const player = { optimizer: { type: "adam", learningRate: eta, beta1: 0.5 } } as const;
    return gan.fit(imagesOf(train, imageShape).samples, {
      ...{ epochs, averageDecay, batchSize, generator: player, discriminator: player },
      ...(test && { validation: imagesOf(test, imageShape).samples }),
      ...hooks,
      onHealth: ({ alarms }) => {
        alarmsOf.set(gan, alarms);
      },
      onEpoch: async (epoch, checkpoint) => {
        await hooks.onEpoch(epoch, checkpoint);
        await picture?.(`Epoch ${epoch.epoch}`, () => sheet(gan, 20));
      },
    });
  },
  evaluate,
  describe,
  async report(gan, { data, evaluation }) {
    const alarms = alarmsOf.get(gan) ?? [];
    const sections: Section[] = [
      { title: "Measures", kind: "facts", facts: describe(evaluation) },
      {
        title: "Health",
        kind: "facts",
        facts:
          alarms.length === 0
            ? [["Alarms", "none"]]
            : alarms.map(({ failure, message }) => [failure, message] as const),
      },
      { title: "Samples", kind: "picture", png: await sheet(gan, 50), alt: "Samples", file: "samples.png" },
      {
        title: "From one z to another",
        kind: "picture",
        png: await sheet(gan, 10, true),
        alt: "Ten images between two z",
        file: "interpolation.png",
      },
    ];
    return { title: `GAN on ${data.name}`, sections };
  },
  commands: { sample: sampleCommand(modelFile) },
  faults: [DivergenceError],
});

async function sheet(gan: Gan, count: number, between = false): Promise<Uint8Array> {
  const images = between ? gan.interpolate(count) : gan.sample(count);
  try {
    return await imageSheet(images, { columns: 10, scale: 3 });
  } finally {
    images.dispose();
  }
}
