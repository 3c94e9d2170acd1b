import type { GaussianVae } from "@elbowjs/gaussian-vae";
import { digitSampler } from "@elbowjs/gaussian-vae/aggregate-posterior";
import { digitClassifier } from "@elbowjs/image-evaluation";
import { defaultRng } from "@elbowjs/numpy-random";
import { dispose, slice, type Tensor, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import type { Found, Reading } from "./digits-messages.js";
import { confident, latentSize, shownCount, spread } from "./digits-settings.js";

/** Most images that are decoded in search of a digit. */
const longestSearch = 600;
/** Images decoded at once. */
const batch = 60;

/** The sampler of digits with the classifier that reads them; images come and go as plain arrays. */
export class DigitModel {
  readonly #sampler: Awaited<ReturnType<typeof digitSampler>>;
  readonly #classifier: Awaited<ReturnType<typeof digitClassifier>>;

  private constructor(
    sampler: Awaited<ReturnType<typeof digitSampler>>,
    classifier: Awaited<ReturnType<typeof digitClassifier>>,
  ) {
    this.#sampler = sampler;
    this.#classifier = classifier;
  }

  static async open(): Promise<DigitModel> {
    return new DigitModel(...(await Promise.all([digitSampler(), digitClassifier()])));
  }

  /** The images of points z, and what is read in each. */
  async decode(z: Tensor2D): Promise<{ images: Float32Array; readings: Reading[] }> {
    const images = this.#sampler.model.decode(z);
    const read = this.#classifier.classify(images);
    const [pixels, readings] = await Promise.all([images.data<"float32">(), read.array()]);
    dispose([images, read, z]);
    return { images: Float32Array.from(pixels), readings };
  }

  /** Points z of the sampler, as rows. */
  async points(count: number, seed: number): Promise<number[][]> {
    const z = this.#sampler.draw(count, { seed });
    const rows = await z.array();
    z.dispose();
    return rows;
  }

  /** Draws of the sampler that are read as `digit`, the first ten. */
  async draw(digit: number, seed: number): Promise<Found> {
    const z = this.#sampler.draw(longestSearch, { seed });
    const found = await this.#search(digit, undefined, (part) =>
      slice(z, [part * batch, 0], [batch, latentSize]),
    );
    z.dispose();
    return found;
  }

  /** Images near a drawing in z that are read as the same digit as it, the first ten. */
  async siblings(image: Float32Array, seed: number): Promise<Found> {
    const drawn = tensor2d(image, [1, image.length]);
    const vae: GaussianVae = this.#sampler.model;
    const encoded = vae.encode(drawn);
    const [at, drawing] = [await read(encoded), await this.#read(drawn)];
    const rng = defaultRng(seed);
    return this.#search(drawing.indexOf(Math.max(...drawing)), drawing, () =>
      tensor2d(
        Float32Array.from(
          { length: batch * latentSize },
          (_, i) => at[i % latentSize]! + spread * rng.standardNormal(),
        ),
        [batch, latentSize],
      ),
    );
  }

  async #read(drawn: Tensor2D): Promise<Reading> {
    const reading = await read(this.#classifier.classify(drawn));
    drawn.dispose();
    return [...reading];
  }

  async #search(
    digit: number,
    drawing: Reading | undefined,
    points: (part: number) => Tensor2D,
  ): Promise<Found> {
    const found: number[] = [];
    let count = 0;
    let decoded = 0;
    for (let part = 0; count < shownCount && decoded < longestSearch; part++) {
      const { images, readings } = await this.decode(points(part));
      for (const [i, reading] of readings.entries()) {
        if (count === shownCount) break;
        decoded++;
        if (reading[digit]! < confident) continue;
        count++;
        found.push(...images.subarray(i * 784, (i + 1) * 784));
      }
    }
    return { digit, images: Float32Array.from(found), decoded, drawing };
  }
}

/** The values of a tensor, which is then disposed of. */
async function read(tensor: Tensor): Promise<Float32Array> {
  const values = await tensor.data<"float32">();
  tensor.dispose();
  return Float32Array.from(values);
}
