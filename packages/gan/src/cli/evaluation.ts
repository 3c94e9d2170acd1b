import { DataFault, type Facts, type LabelledData } from "@elbowjs/command-line";
import {
  digitClassifier,
  fashionClassifier,
  frechetDistance,
  sampleQuality,
} from "@elbowjs/image-evaluation";
import { type Samples, toSamples } from "@elbowjs/samples";
import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { Gan } from "../gan.js";
import { totalSpread } from "../health/spread.js";

/** What a GAN comes to on images that it has not been trained on. */
export interface GanEvaluation {
  /** Images measured, and as many made. */
  readonly size: number;
  /** Share of real images that the discriminator takes for real, and of made ones that it takes for made. */
  readonly accuracy: { readonly real: number; readonly made: number };
  /** Mean squared distance of made images from their mean, divided by that of real ones. */
  readonly spread: number;
  /** Of digits and clothes of 28×28, by their classifier: Fréchet distance of its features, share read with confidence, rarest class. */
  readonly read?: { readonly distance: number; readonly confident: number; readonly rarest: number };
}

/** Images that are measured, at most: the rest of a large set changes little and takes minutes. */
const most = 2000;

/** The data as a GAN takes them. @throws DataFault if they are no images of the model's shape. */
export function imagesOf(
  { samples, shape }: LabelledData,
  wanted?: readonly number[],
): { readonly samples: Samples; readonly imageShape: readonly [number, number, number] } {
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
  return { samples: samples.reshape(imageShape), imageShape };
}

/** Measures a GAN on images; see {@link GanEvaluation}. */
export async function evaluate(
  gan: Gan,
  data: LabelledData,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<GanEvaluation> {
  const { imageShape, classes, packing, loss } = gan.options;
  const all = await toSamples("evaluate", imagesOf(data, imageShape).samples, {
    ...{ shape: imageShape, classes, within: [0, 1] },
  });
  const size = Math.min(most, all.size) - (Math.min(most, all.size) % packing);
  const rows = Array.from({ length: size }, (_, i) => i);
  const real = all.gather(rows);
  const labels = classes > 0 ? rows.map((row) => all.labels![row]!) : undefined;
  const made: number[] = [];
  const right = { real: 0, made: 0 };
  const threshold = loss === "least-squares" ? 0.5 : 0;
  const width = all.features;
  const step = 200 * packing;
  for (let start = 0; start < size; start += step) {
    signal?.throwIfAborted();
    const end = Math.min(size, start + step);
    const part = labels?.slice(start, end);
    const images = [
      tensor(real.subarray(start * width, end * width), [end - start, ...imageShape]),
      gan.sample(end - start, { seed: start, ...(part && { label: part }) }),
    ];
    const scores = images.map((x) => gan.score(x, part));
    for (const value of await images[1]!.data()) made.push(value);
    for (const score of await scores[0]!.data()) right.real += Number(score > threshold);
    for (const score of await scores[1]!.data()) right.made += Number(score <= threshold);
    for (const used of [...images, ...scores] as Tensor[]) used.dispose();
  }
  const judged = size / packing;
  return {
    size,
    accuracy: { real: right.real / judged, made: right.made / judged },
    spread: totalSpread(Float32Array.from(made), width) / totalSpread(real, width),
    ...(imageShape.join() === "28,28,1" && (await readBy(data.classNames, gan, real, size, signal))),
  };
}

/** What the classifier of these classes reads, if there is one. */
async function readBy(
  classNames: readonly string[],
  gan: Gan,
  real: Float32Array,
  size: number,
  signal: AbortSignal | undefined,
): Promise<Pick<GanEvaluation, "read">> {
  const load = classNames.join("") === "0123456789" ? digitClassifier : fashionClassifier;
  if (load === fashionClassifier && !classNames.includes("Sneaker")) return {};
  const classifier = await load();
  try {
    const options = signal ? { signal } : {};
    const ofReal = await sampleQuality(classifier, { data: real, shape: [size, 28, 28, 1] }, options);
    const ofMade = await sampleQuality(classifier, gan, { count: size, ...options });
    const distance = frechetDistance(ofMade.features, ofReal.features);
    return { read: { distance, confident: ofMade.confident, rarest: ofMade.balance.rarest } };
  } finally {
    classifier.dispose();
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The measures by name, in the order in which terminal and page show them. */
export function describe({ size, accuracy, spread, read }: GanEvaluation): Facts {
  return [
    ["Images", String(size)],
    ["Real images taken for real", percent(accuracy.real)],
    ["Made images taken for made", percent(accuracy.made)],
    ["Spread, by the real", spread.toFixed(3)],
    ...(read === undefined
      ? []
      : ([
          ["Fréchet distance, by the classifier", read.distance.toFixed(2)],
          ["Read with confidence", percent(read.confident)],
          ["Rarest class", percent(read.rarest)],
        ] as const)),
  ];
}
