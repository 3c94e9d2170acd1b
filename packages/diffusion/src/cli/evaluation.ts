import { DataFault, type Facts, type LabelledData } from "@elbowjs/command-line";
import {
  digitClassifier,
  fashionClassifier,
  frechetDistance,
  sampleQuality,
} from "@elbowjs/image-evaluation";
import { type Samples, toSamples } from "@elbowjs/samples";
import type { Diffusion } from "../diffusion.js";

/** What a diffusion model comes to on images that it has not been trained on. */
export interface DiffusionEvaluation {
  /** Images whose ELBO is measured. */
  readonly size: number;
  /** −ELBO per image in nats, and its parts: x given z₁, the levels between, and z_T against the prior. */
  readonly total: number;
  readonly reconstruction: number;
  readonly between: number;
  readonly prior: number;
  /** Of digits and clothes of 28×28, by their classifier: Fréchet distance of its features, share read with confidence, rarest class. */
  readonly read?: { readonly distance: number; readonly confident: number; readonly rarest: number };
}

/** Images whose ELBO is measured, at most: each takes T passes. */
const mostMeasured = 20;
/** Images that are read, and as many that are made, at most. */
const mostRead = 500;
/** Levels that the sampler visits. */
export const samplerSteps = 20;

/** The data as a diffusion model takes them. @throws DataFault if they are no images of the model's shape. */
export function imagesOf(
  { samples, shape }: LabelledData,
  wanted?: readonly number[],
): { readonly samples: Samples; readonly shape: readonly [number, number, number] } {
  const [height, width, channels = 1, ...more] = shape;
  const imageShape = [height ?? 0, width ?? 0, channels] as const;
  if (shape.length < 2 || more.length > 0)
    throw new DataFault(
      `imagesOf: expected images [n, height, width], or with channels behind, got samples of shape [${shape.join(", ")}]`,
    );
  if (wanted !== undefined && wanted.join() !== imageShape.join())
    throw new DataFault(
      `imagesOf: expected images of shape [${wanted.join(", ")}] as the model's, got [${imageShape.join(", ")}]`,
    );
  return { samples: samples.reshape(imageShape), shape: imageShape };
}

/** Measures a model on images; see {@link DiffusionEvaluation}. */
export async function evaluate(
  model: Diffusion,
  data: LabelledData,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<DiffusionEvaluation> {
  const { shape, classes } = model.options;
  const all = await toSamples("evaluate", imagesOf(data, shape).samples, { shape, classes, within: [0, 1] });
  const first = (count: number) => all.subset(Array.from({ length: Math.min(count, all.size) }, (_, i) => i));
  const stop = signal ? { signal } : {};
  const { size, levels, total } = await model.elbo(first(mostMeasured), stop);
  const [reconstruction, prior] = [levels[0]!, levels.at(-1)!];
  const parts = { size, total, reconstruction, between: total - reconstruction - prior, prior };
  if (shape.join() !== "28,28,1") return parts;
  return { ...parts, ...(await readBy(data.classNames, model, first(mostRead), stop)) };
}

/** What the classifier of these classes reads, if there is one. */
async function readBy(
  classNames: readonly string[],
  model: Diffusion,
  real: Samples,
  stop: { readonly signal?: AbortSignal },
): Promise<Pick<DiffusionEvaluation, "read">> {
  const load = classNames.join("") === "0123456789" ? digitClassifier : fashionClassifier;
  if (load === fashionClassifier && !classNames.includes("Sneaker")) return {};
  const classifier = await load();
  try {
    const ofReal = await sampleQuality(classifier, real.relabel(undefined), stop);
    const sampler = {
      sample: (n: number, { seed }: { readonly seed: number }) =>
        model.sample(n, { seed, steps: Math.min(samplerSteps, model.options.steps) }),
    };
    const ofMade = await sampleQuality(classifier, sampler, { count: real.size, batchSize: 100, ...stop });
    const distance = frechetDistance(ofMade.features, ofReal.features);
    return { read: { distance, confident: ofMade.confident, rarest: ofMade.balance.rarest } };
  } finally {
    classifier.dispose();
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The measures by name, in the order in which terminal and page show them. */
export function describe({ size, total, reconstruction, between, prior, read }: DiffusionEvaluation): Facts {
  return [
    ["Images", String(size)],
    ["−ELBO per image", `${total.toFixed(1)} nats`],
    ["of which x given z₁", reconstruction.toFixed(1)],
    ["levels between", between.toFixed(1)],
    ["z_T against the prior", prior.toFixed(4)],
    ...(read === undefined
      ? []
      : ([
          ["Fréchet distance, by the classifier", read.distance.toFixed(2)],
          ["Read with confidence", percent(read.confident)],
          ["Rarest class", percent(read.rarest)],
        ] as const)),
  ];
}
