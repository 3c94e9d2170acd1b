import { checkNumbers } from "@elbowjs/arguments";
import { checkImageTensor, type Shape } from "@elbowjs/layers";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import { stream } from "@elbowjs/training";
import { type Tensor, tensor } from "@tensorflow/tfjs-core";

/** Anything that makes images: `GaussianVae`, `StandardVae`, or `{ sample: (n, { seed }) => vae.sample(n, { seed, noise: 1 }) }`. */
export interface Sampler {
  /** @returns `n` images in [0, 1], shape `[n, height, width, channels]`; whoever calls disposes of them. */
  sample(n: number, options: { readonly seed: number }): Tensor;
}

/** Images that are there, or a model that makes some. */
export type ImageSource = SamplesInput | Sampler;

/** How images are taken from an {@link ImageSource}. */
export interface ImageSourceOptions {
  /** Images that a model makes; an integer ≥ 1. Default 1,000. Images that are given are all used. */
  readonly count?: number;
  /** Where the model's draws come from; an integer ≥ 0. Default 0. Every batch has its own. */
  readonly seed?: number;
  /** Images at a time; an integer ≥ 1. Default 250. It changes which images a model makes, as every batch has its own seed. */
  readonly batchSize?: number;
}

/**
 * The images of a source, batch by batch, each a tensor of the images' shape which the caller disposes of.
 *
 * @throws RangeError for options outside their range or images of another shape; TypeError for another kind of source.
 */
export async function* imageBatches(
  caller: string,
  source: ImageSource,
  shape: Shape,
  { count = 1000, seed = 0, batchSize = 250 }: ImageSourceOptions,
): AsyncGenerator<Tensor> {
  checkNumbers(caller, {
    count: [count, "integer ≥ 1"],
    batchSize: [batchSize, "integer ≥ 1"],
    seed: [seed, "integer ≥ 0"],
  });
  if (isSampler(source)) {
    for (let start = 0, batch = 1; start < count; start += batchSize, batch++) {
      const n = Math.min(batchSize, count - start);
      const batchSeed = Number(stream(seed, "sample", batch).integers(0, 2 ** 32));
      const images = source.sample(n, { seed: batchSeed });
      try {
        checkImageTensor(caller, images, shape);
      } catch (error) {
        images.dispose();
        throw error;
      }
      yield images;
    }
    return;
  }
  const samples = await toSamples(caller, source, { shape, within: [0, 1] });
  for (let start = 0; start < samples.size; start += batchSize) {
    const end = Math.min(samples.size, start + batchSize);
    yield tensor(samples.slice(start, end), [end - start, ...shape]);
  }
}

function isSampler(source: ImageSource): source is Sampler {
  return typeof (source as Partial<Sampler> | null)?.sample === "function";
}
