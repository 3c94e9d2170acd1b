import {
  type AnyModelProgram,
  DataFault,
  type Flags,
  type ModelFile,
  modelProgram,
  packageOf,
  type Section,
} from "@elbowjs/command-line";
import { figure, imageSheet, line } from "@elbowjs/figures";
import { DivergenceError } from "@elbowjs/training";
import { predictions } from "../chain/prediction.js";
import { Diffusion } from "../diffusion.js";
import type { DiffusionOptions } from "../diffusion-options.js";
import { chainStrip } from "./chain-strip.js";
import { describe, evaluate, imagesOf, samplerSteps } from "./evaluation.js";
import { sampleCommand } from "./sample.js";

const flags = {
  epochs: { kind: "number", rule: "integer ≥ 1", default: 10, help: "passes over the data" },
  network: { kind: "choice", choices: ["u-net", "dense"], default: "u-net", help: "what tells x from noise" },
  levels: { kind: "number", rule: "integer in [2, 10000]", default: 200, help: "T, of the chain" },
  schedule: { kind: "choice", choices: ["cosine", "linear"], default: "cosine", help: "how the noise grows" },
  predict: {
    kind: "choice",
    choices: [...predictions],
    default: "velocity",
    help: "what the network is asked for",
  },
  conditional: { kind: "switch", help: "give the network the labels" },
  eta: { kind: "number", rule: "> 0", default: 0.001, help: "Adam's learning rate η" },
  averageDecay: { kind: "number", rule: "[0, 1)", default: 0.999, help: "of the weights' moving averages" },
  batchSize: { kind: "number", rule: "integer ≥ 1", default: 64, help: "images per step" },
  seed: { kind: "number", rule: "integer ≥ 0", default: 0, help: "of the first weights, order and noise" },
} satisfies Flags;

/** Files of `toSafetensors` and of checkpoints. */
const modelFile: ModelFile<Diffusion> = {
  name: "diffusion.safetensors",
  // Behind the header's length, which is binary, the metadata come first.
  isOurs: (start) => start.startsWith('{"__metadata__":{', 8) && start.includes('"model":"diffusion"'),
  read: (bytes) => Diffusion.fromSafetensors(bytes),
  write: (model) => model.toSafetensors(),
};

/** `npx @elbowjs/diffusion` and `npm start -- diffusion`. */
export const program: AnyModelProgram = modelProgram({
  package: packageOf(import.meta.url),
  about: "the hierarchical VAE whose encoder only adds noise",
  file: modelFile,
  flags,
  async create({ train }, { network, levels, schedule, predict, conditional, seed }) {
    const { shape } = imagesOf(train);
    const classes = conditional ? train.classNames.length : 0;
    if (conditional && classes === 0)
      throw new DataFault("train: expected data with labels for --conditional, got none");
    if (network === "u-net" && (shape[0] % 4 !== 0 || shape[1] % 4 !== 0))
      throw new DataFault(
        `train: expected images whose sides are multiples of 4 for --network u-net, got ${shape[0]}×${shape[1]}; take --network dense`,
      );
    return Diffusion.create({
      ...{ shape, steps: levels, classes, seed },
      network: network as "u-net" | "dense",
      schedule: schedule as NonNullable<DiffusionOptions["schedule"]>,
      predict: predict as NonNullable<DiffusionOptions["predict"]>,
    });
  },
  async train(model, { train, test }, { epochs, eta, averageDecay, batchSize }, { hooks, picture }) {
    const { shape } = model.options;
    return model.fit(imagesOf(train, shape).samples, {
      ...{ epochs, averageDecay, batchSize, learningRate: eta },
      ...(test && { validation: imagesOf(test, shape).samples }),
      ...hooks,
      onEpoch: async (epoch, checkpoint) => {
        await hooks.onEpoch(epoch, checkpoint);
        await picture?.(`Epoch ${epoch.epoch}`, () => sheet(model, 20));
      },
    });
  },
  evaluate,
  describe,
  async report(model, { data, evaluation }) {
    const strip = await chainStrip(model, 0);
    const sections: Section[] = [
      { title: "Measures", kind: "facts", facts: describe(evaluation) },
      {
        title: "The chain",
        note: "Of each sample z_t above, from noise to image, and what it was taken for, x̂, below",
        kind: "picture",
        png: strip,
        alt: "Three samples on their way from noise to image",
        file: "chain.png",
      },
      { title: "Samples", kind: "picture", png: await sheet(model, 50), alt: "Samples", file: "samples.png" },
      { title: "What a level holds", kind: "drawing", svg: schedulePlot(model), file: "schedule.svg" },
    ];
    return { title: `Diffusion on ${data.name}`, sections };
  },
  commands: { sample: sampleCommand(modelFile) },
  faults: [DivergenceError],
});

async function sheet(model: Diffusion, count: number): Promise<Uint8Array> {
  const images = model.sample(count, { steps: Math.min(samplerSteps, model.options.steps) });
  try {
    return await imageSheet(images as never, { columns: 10, scale: 3 });
  } finally {
    images.dispose();
  }
}

/** √ᾱ_t and √(1 − ᾱ_t) over the levels. */
function schedulePlot({ schedule }: Diffusion): string {
  const x = Array.from({ length: schedule.steps + 1 }, (_, t) => t);
  return figure({
    title: "How much of x and of noise a level holds",
    x: { label: "level t" },
    y: { label: "part" },
    marks: [
      line({ name: "signal √ᾱ", x, y: x.map((t) => schedule.signal(t)) }),
      line({ name: "noise √(1 − ᾱ)", x, y: x.map((t) => schedule.noise(t)) }),
    ],
  });
}
