import type { Facts, LabelledData, Report, ReportRun, Section } from "@elbowjs/command-line";
import { dot, figure, imageSheet } from "@elbowjs/figures";
import type { Samples } from "@elbowjs/samples";
import { concat, reshape, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import type { DeepAutoencoder } from "../deep-autoencoder.js";
import type { Evaluation } from "../evaluate.js";
import { imagesFor } from "./image-data.js";
import type { TrainedAutoencoder } from "./model-file.js";

/** Images drawn above their reconstructions. */
const pairs = 10;
/** Dots of the scatter plot: more of them a page draws slowly. */
const mostDots = 1000;

/** The measures by name, in the order in which terminal and page show them. */
export function describeEvaluation({ size, squaredError, perPixel }: Evaluation): Facts {
  return [
    ["Images", String(size)],
    ["Squared error per image", squaredError.toFixed(3)],
    ["Per pixel", perPixel.toFixed(5)],
  ];
}

/** Measures, reconstructions, and where the codes lie if they have two units. */
export async function report({ model }: TrainedAutoencoder, run: ReportRun<Evaluation>): Promise<Report> {
  const { data, part, evaluation } = run;
  const images = imagesFor(model.options.widths[0]!, part);
  const sections: Section[] = [
    { title: "Measures", kind: "facts", facts: describeEvaluation(evaluation) },
    {
      title: "Reconstructions",
      note: "Images above, f(g(x)) below",
      kind: "picture",
      png: await reconstructionSheet(model, images, Math.min(pairs, images.size)),
      alt: "Images, and below them their reconstructions",
      file: "reconstructions.png",
    },
    ...(await codes(model, images, part)),
  ];
  return { title: `Autoencoder ${model.options.widths.join("-")} on ${data.name}`, sections };
}

/** The first images, and below them what the model makes of them. */
export async function reconstructionSheet(
  model: DeepAutoencoder,
  images: Samples,
  count: number,
): Promise<Uint8Array> {
  const [height = 1, width = images.features, channels = 1] =
    images.shape.length > 1 ? images.shape : [1, images.features];
  const both = tidy(() => {
    const x = firstImages(images, 0, count);
    return reshape(concat([x, model.reconstruct(x)]), [2 * count, height, width, channels]);
  });
  try {
    return await imageSheet(both, { columns: count, scale: 3 });
  } finally {
    both.dispose();
  }
}

/** Where the first images lie; nothing for codes of other than two units, or without classes. */
async function codes(model: DeepAutoencoder, images: Samples, { labels }: LabelledData): Promise<Section[]> {
  if (model.options.widths.at(-1) !== 2 || labels === undefined) return [];
  const count = Math.min(mostDots, images.size);
  const z = tidy(() => model.encode(firstImages(images, 0, count)));
  const values = await z.data();
  z.dispose();
  const classes = [...new Set(Array.from({ length: count }, (_, i) => labels[i]!))].sort((a, b) => a - b);
  const marks = classes.map((label) => {
    const rows = Array.from({ length: count }, (_, i) => i).filter((i) => labels[i] === label);
    return dot({
      name: String(label),
      x: rows.map((i) => values[2 * i]!),
      y: rows.map((i) => values[2 * i + 1]!),
      radius: 2,
      symbol: "circle",
    });
  });
  const svg = figure({
    title: `${count} images by their codes`,
    x: { label: "unit 0" },
    y: { label: "unit 1" },
    width: 560,
    height: 560,
    marks,
  });
  return [{ title: "Where images lie", note: "Coloured by class", kind: "drawing", svg, file: "codes.svg" }];
}

function firstImages(images: Samples, from: number, to: number): Tensor {
  return tensor(images.slice(from, to), [to - from, images.features]);
}
