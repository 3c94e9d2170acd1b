import { GaussianVae, interpolate } from "@elbowjs/gaussian-vae";
import { pretrained } from "@elbowjs/gaussian-vae/pretrained";
import { type Dataset, type DownloadProgress, openDataset } from "@elbowjs/mnist-data";
import { type Tensor, tensor2d } from "@tensorflow/tfjs-core";
import { ownSplit } from "../data/own-split.js";
import type { DataName } from "../k-means/k-means-settings.js";
import { digitCount } from "./digit-count.js";
import type { GaussianSettings, LatentPoint, Pictures } from "./gaussian-messages.js";

/** Points in the scatter. */
const pointCount = 600;

let opened: { name: DataName; dataset: Promise<Dataset> } | undefined;

/** The dataset, kept while the same one is asked for. */
function open(name: DataName, onProgress: (progress: DownloadProgress) => void): Promise<Dataset> {
  if (opened?.name !== name) {
    const dataset = openDataset(name, { size: digitCount, seed: 0, onProgress });
    opened = { name, dataset };
    dataset.catch(() => (opened = undefined));
  }
  return opened.dataset;
}

/** What a model learns from, and is shown on. */
type LearntFrom = Pick<Dataset, "train" | "test" | "source">;

/** @throws RangeError for a single image: batch normalisation needs two. */
async function openOwn(files: readonly File[]): Promise<LearntFrom> {
  const { split } = await ownSplit(files);
  if (split.size < 2) throw new RangeError("The autoencoder wants at least 2 images, and this is 1.");
  return { train: split, test: split, source: `${split.size} images of your own, which stay in this page` };
}

/** A Gaussian autoencoder with the images that it is trained and shown on; images come and go as plain arrays. */
export class GaussianModel {
  readonly vae: GaussianVae;
  readonly dataset: LearntFrom;

  private constructor(vae: GaussianVae, dataset: LearntFrom) {
    this.vae = vae;
    this.dataset = dataset;
  }

  static async open(
    { model, data, seed }: GaussianSettings,
    files: readonly File[],
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<GaussianModel> {
    // A trained model is shown on digits that need no download.
    const dataset =
      files.length > 0
        ? await openOwn(files)
        : await open(model === "pretrained" ? "digits" : data, onProgress);
    const vae = model === "pretrained" ? await pretrained() : await GaussianVae.create({ seed });
    return new GaussianModel(vae, dataset);
  }

  /** f(z) for points n×10. */
  decode(z: Float32Array): Promise<Float32Array> {
    const points = tensor2d(z, [z.length / 10, 10]);
    return read(this.vae.decode(points), points);
  }

  /** f(ε) for standard normal ε. */
  random(count: number, seed: number): Promise<Float32Array> {
    return read(this.vae.sample(count, { seed, noise: 1 }));
  }

  /** Images along the straight line between the latents of two others. */
  async between(from: Float32Array, to: Float32Array, steps: number): Promise<Float32Array> {
    const drawn = tensor2d([...from, ...to], [2, 784]);
    const ends = await read(this.vae.encode(drawn), drawn);
    const first = tensor2d(ends.subarray(0, 10), [1, 10]);
    const last = tensor2d(ends.subarray(10), [1, 10]);
    const path = interpolate(first, last, steps);
    return read(this.vae.decode(path), path, first, last);
  }

  /** Where the first test images lie. */
  async latents(): Promise<LatentPoint[]> {
    const test = this.dataset.test.take(Math.min(pointCount, this.dataset.test.size));
    const [batch] = test.batches({ batchSize: test.size });
    const images = tensor2d(batch!.images, [test.size, 784]);
    const z = await read(this.vae.encode(images), images);
    return Array.from(batch!.labels, (label, i) => ({ label, z: [...z.subarray(i * 10, (i + 1) * 10)] }));
  }

  /** The first test image of each class, as the model draws it again, and what it draws of itself. */
  async pictures(step: number, seed: number): Promise<Pictures> {
    const { test } = this.dataset;
    const originals = Float32Array.from(
      test.firstOfEach().flatMap((i) => [...test.image(i)].map((byte) => byte / 255)),
    );
    const images = tensor2d(originals, [originals.length / 784, 784]);
    const reconstructions = await read(this.vae.reconstruct(images), images);
    return { step, originals, reconstructions, samples: await this.random(10, seed) };
  }

  dispose(): void {
    this.vae.dispose();
  }
}

/** The values of a tensor, which is then disposed of, and others with it. */
async function read(tensor: Tensor, ...others: readonly Tensor[]): Promise<Float32Array> {
  const values = await tensor.data<"float32">();
  for (const used of [tensor, ...others]) used.dispose();
  return Float32Array.from(values);
}
