import { checkKinds, checkOptions, refusal } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { type Shape, sizeOf } from "@elbowjs/layers";
import { floatSamples, type SamplesInput, toSamples } from "@elbowjs/samples";
import type { Training } from "@elbowjs/training";
import { clipByValue, reshape, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import { Diffusion } from "./diffusion.js";
import type { DiffusionOptions } from "./diffusion-options.js";
import type { DiffusionFitOptions, DiffusionValidation } from "./fit.js";
import type { DiffusionSampleOptions } from "./sampling/sample-options.js";

/** Any model that makes codes of images and images of codes. */
export interface Coder {
  /** @param x images, `[n, pixels]`. @returns codes, `[n, units]`; whoever calls disposes of them. */
  encode(x: Tensor): Tensor;
  /** @param z codes, `[n, units]`. @returns images of as many pixels; whoever calls disposes of them. */
  decode(z: Tensor): Tensor;
}

/** Options of `LatentDiffusion.create`: those of `Diffusion`, whose `shape` is the code's, and the images'. */
export interface LatentDiffusionOptions extends Omit<DiffusionOptions, "shape"> {
  /** Numbers of a code; an integer ≥ 1. */
  readonly units: number;
  /** `[height, width, channels]` of the images, whose values are in [0, 1]. Default [28, 28, 1]. */
  readonly imageShape?: Shape;
}

/** Images encoded or decoded at a time. */
const atOnce = 500;

/**
 * Diffusion of codes instead of images: an autoencoder, trained before, makes few numbers of an image, the chain runs on those, and what comes
 * out of it is decoded.
 *
 * @see R. Rombach et al., High-Resolution Image Synthesis with Latent Diffusion Models, 2022.
 */
export class LatentDiffusion {
  /** The chain on the codes. */
  readonly diffusion: Diffusion;
  readonly imageShape: Shape;
  readonly #coder: Coder;

  /**
   * A new chain on a model's codes. The model stays the caller's.
   *
   * @throws as `Diffusion.create`; TypeError for what has no `encode` and `decode`.
   */
  static async create(coder: Coder, options: LatentDiffusionOptions): Promise<LatentDiffusion> {
    const caller = "LatentDiffusion.create";
    checkCoder(caller, coder);
    checkOptions(caller, options, [
      ...["units", "imageShape", "steps", "schedule", "network", "width", "depth", "channels"],
      ...["predict", "classes", "seed"],
    ]);
    const { units, imageShape = [28, 28, 1], ...rest } = options;
    checkKinds(caller, { units: [units, "number"], imageShape: [imageShape, ["number"]] });
    return new LatentDiffusion(coder, await Diffusion.create({ ...rest, shape: [units] }), imageShape);
  }

  /**
   * @param coder with `encode` and `decode`. @param diffusion trained on its codes, or not yet; it is disposed of with this.
   * @param imageShape of what it decodes.
   */
  constructor(coder: Coder, diffusion: Diffusion, imageShape: Shape = [28, 28, 1]) {
    checkCoder("LatentDiffusion", coder);
    checkKinds("LatentDiffusion", { diffusion: [diffusion, { sample: "function", fit: "function" }] });
    checkKinds("LatentDiffusion", { imageShape: [imageShape, ["number"]] });
    this.#coder = coder;
    this.diffusion = diffusion;
    this.imageShape = imageShape;
  }

  /**
   * Trains the chain on the codes of images, which are made first, all of them.
   *
   * @param images values in [0, 1]; with labels if the chain has classes.
   */
  async fit(images: SamplesInput, options: DiffusionFitOptions = {}): Promise<Training<DiffusionValidation>> {
    const caller = "LatentDiffusion.fit";
    checkKinds(caller, { options: [options, "object"] });
    const { validation, ...rest } = options;
    const codes = await this.#codes(caller, images, options.signal);
    const held =
      validation === undefined ? {} : { validation: await this.#codes(caller, validation, options.signal) };
    return this.diffusion.fit(codes, { ...rest, ...held });
  }

  /**
   * New images: decoded samples of codes.
   *
   * @param options as of `Diffusion.sample`, whose `onStep` sees codes.
   * @returns images in [0, 1], shape `[n, ...imageShape]`; the caller disposes of it.
   */
  sample(n: number, options: DiffusionSampleOptions = {}): Tensor {
    const codes = this.diffusion.sample(n, options);
    try {
      return tidy(() => clipByValue(reshape(this.#coder.decode(codes), [n, ...this.imageShape]), 0, 1));
    } finally {
      codes.dispose();
    }
  }

  /** Frees the chain; the autoencoder stays. */
  dispose(): void {
    this.diffusion.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  async #codes(caller: string, images: SamplesInput, signal: AbortSignal | undefined) {
    const { classes, shape } = this.diffusion.options;
    const units = sizeOf(shape);
    const set = await toSamples(caller, images, {
      features: sizeOf(this.imageShape),
      within: [0, 1],
      classes,
    });
    const data = new Float32Array(set.size * units);
    const breathe = breather({ signal });
    for (let start = 0; start < set.size; start += atOnce) {
      const end = Math.min(set.size, start + atOnce);
      const codes = tidy(() =>
        this.#coder.encode(tensor(set.slice(start, end), [end - start, set.features])),
      );
      if (codes.size !== (end - start) * units)
        throw refusal(
          new RangeError(
            `${caller}: expected codes of shape [${end - start}, ${units}], got [${codes.shape.join(", ")}]; units is the length of a code`,
          ),
        );
      data.set((await codes.data()) as Float32Array, start * units);
      codes.dispose();
      await breathe();
    }
    return floatSamples({
      data,
      shape: [units],
      ...(set.labels && { labels: set.labels }),
      ...(classes > 0 && { classes }),
    });
  }
}

function checkCoder(caller: string, coder: Coder): void {
  checkKinds(caller, { coder: [coder, { encode: "function", decode: "function" }] });
}
