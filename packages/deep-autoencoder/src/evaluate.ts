import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { type SamplesInput, toSamples } from "@elbowjs/samples";
import { square, sub, sum, type Tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { checkCorruption } from "./corruption/check-corruption.js";
import type { Corruption } from "./corruption/corruption.js";

/** Options of `DeepAutoencoder.evaluate`. */
export interface EvaluateOptions {
  /** What the encoder is shown instead of the images, which its output is compared with. Default: the images themselves. */
  readonly corrupt?: Corruption;
  /** Of the corruption; an integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** Images at a time; an integer ≥ 1. Changes the results by rounding only. Default 500. */
  readonly batchSize?: number;
  /** Stops measuring. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** What `DeepAutoencoder.evaluate` measures. */
export interface Evaluation {
  /** Images measured. */
  readonly size: number;
  /** Mean over images of Σ (y − x)² over pixels: the error of Hinton and Salakhutdinov's figures. */
  readonly squaredError: number;
  /** The same, divided by the number of pixels. */
  readonly perPixel: number;
}

/** What measuring needs of a model. */
export interface MeasuredModel {
  readonly options: { readonly widths: readonly number[] };
  reconstruct(x: Tensor): Tensor;
}

/** Measures a model on images. */
export async function evaluate(
  model: MeasuredModel,
  images: SamplesInput,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const caller = "DeepAutoencoder.evaluate";
  checkOptions(caller, options, ["corrupt", "seed", "batchSize", "signal"]);
  const { corrupt, seed = 0, batchSize = 500, signal } = options;
  checkCorruption(caller, corrupt);
  checkNumbers(caller, { seed: [seed, "integer ≥ 0"], batchSize: [batchSize, "integer ≥ 1"] });
  const features = model.options.widths[0]!;
  const set = await toSamples(caller, images, { features, within: [0, 1], classes: 0 });
  // All at once, so that the batch size changes no image's corruption.
  const shown = corrupt?.apply(set.slice(0, set.size), seed);
  const breathe = breather({ signal });
  let total = 0;
  for (let start = 0; start < set.size; start += batchSize) {
    const end = Math.min(start + batchSize, set.size);
    const shape: [number, number] = [end - start, features];
    const error = tidy(() => {
      const x = tensor2d(set.slice(start, end), shape);
      const input = shown ? tensor2d(shown.subarray(start * features, end * features), shape) : x;
      return sum(square(sub(model.reconstruct(input), x)));
    });
    total += (await error.data())[0]!;
    error.dispose();
    await breathe();
  }
  const squaredError = total / set.size;
  return { size: set.size, squaredError, perPixel: squaredError / features };
}
