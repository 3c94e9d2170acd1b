import type { LabelledData, Report, ReportRun, Section } from "@elbowjs/command-line";
import { imageSheet } from "@elbowjs/figures";
import { type Samples, toSamples } from "@elbowjs/samples";
import { concat, type Tensor, type Tensor4D, tensor, tidy } from "@tensorflow/tfjs-core";
import { architectureDiagram } from "../architecture-diagram.js";
import type { Evaluation } from "../evaluate.js";
import type { GaussianVae } from "../gaussian-vae.js";
import { latentScatter } from "../pictures/latent-scatter.js";
import { describeEvaluation } from "./describe-evaluation.js";
import { imagesFor } from "./image-data.js";
import type { TrainedVae } from "./model-file.js";

/** Images drawn: samples, and pairs of image and reconstruction. */
const drawn = { samples: 20, reconstructions: 10 };
/** Dots of the scatter plot: more of them a page draws slowly. */
const mostDots = 1000;

/** Measures, samples, reconstructions, where the images lie, and the network. */
export async function report({ vae }: TrainedVae, run: ReportRun<Evaluation>): Promise<Report> {
  const { data, part, evaluation } = run;
  const shape = vae.options.imageShape;
  const images = await toSamples("report", imagesFor(shape, part), { shape, within: [0, 1] });
  const count = drawn.samples;
  const sections: Section[] = [
    { title: "Measures", kind: "facts", facts: describeEvaluation(evaluation) },
    {
      title: "Samples",
      note: "f(ε), ε of standard deviation 1, the prior's",
      kind: "picture",
      png: await samplesSheet(vae, { count, noise: 1 }),
      alt: "Samples at standard deviation 1",
      file: "samples.png",
    },
    {
      note: "and of standard deviation 2, the source's: further out than the decoder has been trained",
      kind: "picture",
      png: await samplesSheet(vae, { count }),
      alt: "Samples at standard deviation 2",
    },
    {
      title: "Reconstructions",
      note: "Images above, f(g(x)) below",
      kind: "picture",
      png: await reconstructions(vae, images),
      alt: "Images, and below them their reconstructions",
      file: "reconstructions.png",
    },
    ...(await latents(vae, images, part)),
    { title: "The network", kind: "drawing", svg: architectureDiagram(vae), file: "architecture.svg" },
  ];
  return { title: `Gaussian autoencoder on ${data.name}`, sections };
}

/** Samples on one sheet, ten in a row. */
export function samplesSheet(
  vae: GaussianVae,
  { count, noise, seed }: { readonly count: number; readonly noise?: number; readonly seed?: number },
): Promise<Uint8Array> {
  return sheet(() =>
    vae.sample(count, { ...(noise !== undefined && { noise }), ...(seed !== undefined && { seed }) }),
  );
}

async function sheet(make: () => Tensor4D, columns = 10): Promise<Uint8Array> {
  const images = make();
  try {
    return await imageSheet(images, { columns, scale: 3 });
  } finally {
    images.dispose();
  }
}

/** The first images, and below them what the model makes of them. */
function reconstructions(vae: GaussianVae, images: Samples): Promise<Uint8Array> {
  const count = Math.min(drawn.reconstructions, images.size);
  return sheet(
    () =>
      tidy(() => {
        const x = firstImages(vae, images, 0, count);
        return concat([x, vae.reconstruct(x)]) as Tensor4D;
      }),
    count,
  );
}

/** Where the first images lie; nothing with a single latent unit or without classes. */
async function latents(vae: GaussianVae, images: Samples, { labels }: LabelledData): Promise<Section[]> {
  const { latent } = vae.options;
  if (latent < 2 || labels === undefined) return [];
  const count = Math.min(mostDots, images.size);
  const z = new Float32Array(count * latent);
  for (let start = 0; start < count; start += 250) {
    const part = tidy(() => vae.encode(firstImages(vae, images, start, Math.min(start + 250, count))));
    z.set(await part.data(), start * latent);
    part.dispose();
  }
  return [
    {
      title: "Where images lie",
      note: "The first two elements of g(x), coloured by class; the circle is one standard deviation of the prior",
      kind: "drawing",
      svg: latentScatter(z, Array.prototype.slice.call(labels, 0, count), latent),
    },
  ];
}

function firstImages(vae: GaussianVae, images: Samples, from: number, to: number): Tensor {
  return tensor(images.slice(from, to), [to - from, ...vae.options.imageShape]);
}
