import {
  type Command,
  commonFlags,
  type Flag,
  type Outcome,
  readFlags,
  setFlag,
  writeWhole,
} from "@elbowjs/command-line";
import { concat, type Tensor, type Tensor4D, tensor, tidy } from "@tensorflow/tfjs-core";
import { architectureDiagram } from "../architecture-diagram.js";
import type { GaussianVae } from "../gaussian-vae.js";
import { type ImageSet, imageSet } from "../images.js";
import { imageSheet } from "../pictures/image-sheet.js";
import { latentScatter } from "../pictures/latent-scatter.js";
import { describeEvaluation } from "./describe-evaluation.js";
import { measuredModel } from "./measured-model.js";
import { reportPage } from "./report-page.js";

const use = "report <model> [data]";
const flags = {
  out: { kind: "text", value: "file", default: "report.html", help: "where the page goes" },
  set: setFlag,
  ...commonFlags,
} satisfies Record<string, Flag>;

/** Images drawn: samples, and pairs of image and reconstruction. */
const drawn = { samples: 20, reconstructions: 10 };
/** Dots of the scatter plot: more of them a page draws slowly. */
const mostDots = 1000;

/** `report <model> [data]`: a page with measures, loss, samples, reconstructions and the network. */
export const reportCommand: Command = {
  use,
  about: "writes a page with measures, loss, samples, reconstructions and the network",
  flags,
  async run(args, signal): Promise<Outcome> {
    const { values, positionals } = readFlags(args, flags);
    const measured = await measuredModel(use, positionals, values, signal);
    const { file, model, data, part, images, evaluation } = measured;
    const { vae, history } = file;
    try {
      const set = await imageSet("report", images, vae.options.imageShape);
      const content = reportPage({
        model,
        data,
        evaluation,
        history,
        samples: {
          prior: await sheet(() => vae.sample(drawn.samples, { noise: 1 })),
          source: await sheet(() => vae.sample(drawn.samples)),
        },
        reconstructions: await reconstructions(vae, set),
        latents: part.labels && (await latents(vae, set, part.labels)),
        diagram: architectureDiagram(vae),
      });
      await writeWhole(values.out, content);
    } finally {
      vae.dispose();
    }
    return {
      json: { model, data, page: values.out, ...evaluation },
      text: `${describeEvaluation(evaluation)}\nWrote ${values.out}`,
      asJson: values.json,
    };
  },
};

async function sheet(make: () => Tensor4D, columns = 10): Promise<Uint8Array> {
  const images = make();
  try {
    return await imageSheet(images, { columns, scale: 3 });
  } finally {
    images.dispose();
  }
}

/** The first images, and below them what the model makes of them. */
function reconstructions(vae: GaussianVae, set: ImageSet): Promise<Uint8Array> {
  const count = Math.min(drawn.reconstructions, set.size);
  return sheet(
    () =>
      tidy(() => {
        const x = firstImages(vae, set, 0, count);
        return concat([x, vae.reconstruct(x)]) as Tensor4D;
      }),
    count,
  );
}

/** Where the first images lie; undefined with a single latent unit. */
async function latents(
  vae: GaussianVae,
  set: ImageSet,
  labels: ArrayLike<number>,
): Promise<string | undefined> {
  const { latent } = vae.options;
  if (latent < 2) return undefined;
  const count = Math.min(mostDots, set.size);
  const z = new Float32Array(count * latent);
  for (let start = 0; start < count; start += 250) {
    const part = tidy(() => vae.encode(firstImages(vae, set, start, Math.min(start + 250, count))));
    z.set(await part.data(), start * latent);
    part.dispose();
  }
  return latentScatter(z, Array.prototype.slice.call(labels, 0, count), latent);
}

function firstImages(vae: GaussianVae, set: ImageSet, from: number, to: number): Tensor {
  const rows = Int32Array.from({ length: to - from }, (_, i) => from + i);
  return tensor(set.gather(rows), [to - from, ...vae.options.imageShape]);
}
