import { writeSafetensors } from "@elbowjs/safetensors";
import {
  add,
  mean,
  mul,
  reshape,
  type Scalar,
  sigmoid,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { type FitOptions, type FitResult, fit } from "../fit.js";
import { checkImageTensor, type Images, imageSet } from "../images.js";
import { checkKlWarmup, type KlWarmup, klWeight } from "../kl-warmup.js";
import { checkInteger, type Pass, sizeOf, type Weight } from "../layers/layer.js";
import { Sequential } from "../sequential.js";
import { decoderLayers, encoderLayers, stageShapes } from "../stages.js";
import { checkSeed, stream } from "../streams.js";
import { readState } from "../torch-state.js";
import { type DiagonalGaussian, diagonalGaussian } from "./diagonal-gaussian.js";
import { type ElboOptions, type ElboTerms, evaluation, noiseSize } from "./elbo.js";
import type { ElboModelOptions } from "./elbo-model-options.js";
import { type ImportanceOptions, importanceBound } from "./importance-bound.js";
import { initialUniform } from "./initial-weights.js";
import { freeBitsKl } from "./kl-divergence.js";
import { checkLabels, joinLabels, type LabelOptions, type Labels, labelsOf, oneHot } from "./labels.js";
import { negativeLogLikelihood } from "./likelihood.js";

/** Options of `fit`, besides those of every model. */
export interface ElboFitOptions<E> extends FitOptions<E>, KlWarmup, LabelOptions {
  /** Weight β ≥ 0 of the KL terms. Default 1: the ELBO. */
  readonly beta?: number;
  /** Nats of KL that each unit has for nothing, ≥ 0. Default 0. */
  readonly freeBits?: number;
  /** Labels of the validation images. Default: those of the split. */
  readonly validationLabels?: Labels | undefined;
}

/** Options of `objective`. */
export interface ObjectiveOptions extends LabelOptions {
  /** β ≥ 0. Default 1. */
  readonly beta?: number;
  /** λ ≥ 0 in nats. Default 0. */
  readonly freeBits?: number;
  /** Uniform numbers for dropout. */
  readonly random?: () => number;
}

/** Options of `sample`. */
export interface ElboSampleOptions {
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** Standard deviation of the prior's draws in units of the prior's own, ≥ 0. Default 1. */
  readonly noise?: number;
  /** For a model with `classes`: the class asked for, or one for each image. */
  readonly label?: number | Labels | undefined;
}

/**
 * What the models trained on the ELBO have in common: an encoder from images to μ and ln σ² of the latent units next to them, a
 * decoder back to logits, the objective, files.
 */
export abstract class ElboModel<O extends ElboModelOptions, E extends { readonly loss: number }> {
  /** The model's name in files. */
  abstract readonly format: string;
  /** Latent units of each level, from the one next to the image upwards. */
  abstract readonly levelSizes: readonly number[];
  /** Every option, with its default filled in. */
  readonly options: Required<ElboModelOptions> & Required<O>;
  /** Images to μ and ln σ², side by side. */
  readonly encoder: Sequential;
  /** z to logits. */
  readonly decoder: Sequential;
  #disposed = false;

  protected constructor(options: Required<ElboModelOptions> & Required<O>) {
    this.options = options;
    const { latent, seed, imageShape, dropout, stages, classes } = options;
    const uniform = initialUniform(seed);
    const join = classes > 0 ? [joinLabels(classes)] : [];
    const flat = stages.findIndex(({ type }) => type === "flatten") + 1;
    const withoutOutput = encoderLayers(stages.slice(0, flat), 1, dropout).slice(0, -1);
    const rest = encoderLayers(stages.slice(flat), 2 * latent, dropout);
    this.encoder = new Sequential(imageShape, [...withoutOutput, ...join, ...rest], uniform);
    const shapes = stageShapes(this.encoder, stages);
    this.decoder = new Sequential([latent], [...join, ...decoderLayers(stages, shapes, dropout)], uniform);
  }

  /** The networks by the name under which files keep them. */
  protected networks(): [string, Sequential][] {
    return [
      ["encoder", this.encoder],
      ["decoder", this.decoder],
    ];
  }

  /** The terms of −ELBO for each image, in training or evaluation; `objective` and `evaluate` are made of them. */
  abstract terms(x: Tensor, noise: Tensor2D, pass: Pass): ElboTerms;

  /** The ELBO and its terms on images, and which latent units are in use. */
  abstract evaluate(images: Images, options?: ElboOptions): Promise<E>;

  /** z of n images from the prior. */
  protected abstract drawPrior(n: number, noise: number, seed: number): Tensor2D;

  /** The weights and running statistics under PyTorch's names, `encoder.0.weight`. */
  weights(): Map<string, Weight> {
    const named = new Map<string, Weight>();
    for (const [part, network] of this.networks())
      for (const [name, weight] of network.namedWeights()) named.set(`${part}.${name}`, weight);
    return named;
  }

  /**
   * q(z|x), in evaluation mode.
   *
   * @param x images in [0, 1], shape `[n, height, width, channels]` or `[n, pixels]`.
   * @returns two tensors that the caller disposes of.
   */
  encode(x: Tensor, { labels }: LabelOptions = {}): DiagonalGaussian {
    this.check("encode");
    checkImageTensor("encode", x, this.options.imageShape);
    this.#checkLabels("encode", labels, x.shape[0]!);
    return tidy(() => ({ ...this.posterior(x, this.#evaluation(labels)) }));
  }

  /**
   * The mean image of p(x|z), in evaluation mode.
   *
   * @param z shape `[n, latent]`.
   * @returns images in (0, 1), shape `[n, height, width, channels]`; the caller disposes of it.
   */
  decode(z: Tensor, options: LabelOptions = {}): Tensor4D {
    this.#checkLatent("decode", z, options);
    return tidy(() => sigmoid(this.logits(z, options)) as Tensor4D);
  }

  /** The decoder's logits, of which `decode` is the sigmoid. */
  logits(z: Tensor, options: LabelOptions = {}): Tensor4D {
    this.#checkLatent("logits", z, options);
    return tidy(() => this.decoder.apply(z, this.#evaluation(options.labels)) as Tensor4D);
  }

  /** The mean image at z = μ(x). Shapes as in `encode` and `decode`. */
  reconstruct(x: Tensor, options: LabelOptions = {}): Tensor4D {
    this.check("reconstruct");
    checkImageTensor("reconstruct", x, this.options.imageShape);
    this.#checkLabels("reconstruct", options.labels, x.shape[0]!);
    return tidy(() => this.decode(this.encode(x, options).mean, options));
  }

  /**
   * New images: the mean image at z drawn from the prior.
   *
   * @param n how many; an integer ≥ 1.
   * @returns images in (0, 1), shape `[n, height, width, channels]`; the caller disposes of it.
   */
  sample(n: number, { seed = 0, noise = 1, label }: ElboSampleOptions = {}): Tensor4D {
    this.check("sample");
    checkInteger("sample", "n", n, 1);
    if (!(noise >= 0 && noise < Number.POSITIVE_INFINITY))
      throw new RangeError(`sample: expected noise to be a number of at least 0, got ${noise}`);
    checkSeed("sample", seed);
    const labels = typeof label === "number" ? new Array<number>(n).fill(label) : label;
    this.#checkLabels("sample", labels, n);
    return tidy(() => this.decode(this.drawPrior(n, noise, seed), { labels }));
  }

  /**
   * The objective of one batch in training mode, in nats an image: mean −ln p(x|z) + β Σⱼ max(λ, KLⱼ), the units of every level
   * counted.
   *
   * @param x images, shape `[n, height, width, channels]`, n ≥ 2.
   * @param noise ε, shape `[n, latent]`, the levels side by side where there are several.
   */
  objective(
    x: Tensor,
    noise: Tensor2D,
    { beta = 1, freeBits = 0, random = () => 0, labels }: ObjectiveOptions = {},
  ): Scalar {
    this.check("objective");
    checkImageTensor("objective", x, this.options.imageShape);
    const n = x.shape[0]!;
    this.#checkLabels("objective", labels, n);
    if (noise.shape.join() !== `${n},${noiseSize(this)}`)
      throw new RangeError(
        `objective: expected noise of shape [${n}, ${noiseSize(this)}], got [${noise.shape.join(", ")}]`,
      );
    return tidy(() => {
      const pass = { training: true, random, labels: oneHot(labels, this.options.classes) };
      const { reconstruction, levels } = this.terms(
        reshape(x, [n, sizeOf(this.options.imageShape)]),
        noise,
        pass,
      );
      // At λ = 0 nothing is cut off: a KL in closed form is never negative, one draw of it may be.
      const term = (kl: Tensor) => (freeBits > 0 ? freeBitsKl(kl, freeBits) : sum(mean(kl, 0)));
      return levels.reduce<Tensor>(
        (total, { kl }) => add(total, mul(term(kl), beta)),
        mean(reconstruction),
      ) as Scalar;
    });
  }

  /** Trains the model in place; see {@link ElboFitOptions}. */
  async fit(images: Images, options: ElboFitOptions<E> = {}): Promise<FitResult<E>> {
    this.check("fit");
    const { beta = 1, freeBits = 0, klWarmup = 0, validation } = options;
    if (!(beta >= 0)) throw new RangeError(`fit: expected beta of at least 0, got ${beta}`);
    if (!(freeBits >= 0)) throw new RangeError(`fit: expected freeBits of at least 0, got ${freeBits}`);
    checkKlWarmup(klWarmup);
    const labels = await this.#trainingLabels(images, options.labels);
    const validationLabels = validation && (await this.#trainingLabels(validation, options.validationLabels));
    const trainable = {
      format: this.format,
      options: this.options,
      objective: { beta, freeBits, klWarmup },
      weights: () => this.weights(),
      evaluate: (given: Images) => this.evaluate(given, { labels: validationLabels }),
      trainingLoss: (x: Tensor, seed: number, progress: number, rows: Int32Array) =>
        tidy(() => {
          const random = stream(seed, "forward");
          const shape: [number, number] = [rows.length, noiseSize(this)];
          const noise = tensor2d(Float32Array.from(random.standardNormal(shape[0] * shape[1])), shape);
          return this.objective(x, noise, {
            beta: beta * klWeight(progress, klWarmup),
            freeBits,
            random: () => random.random(),
            labels: labels && Array.from(rows, (row) => labels[row]!),
          });
        }),
    };
    return fit(trainable, images, { optimizer: { type: "adam" }, ...options });
  }

  /** The importance-weighted bound on ln p(x), in nats an image; see {@link importanceBound}. */
  async importanceBound(images: Images, options: ImportanceOptions = {}): Promise<number> {
    this.check("importanceBound");
    return importanceBound(this, images, options);
  }

  /** The model as a safetensors file, with the options in the metadata. The same model gives the same bytes. */
  async toSafetensors(): Promise<Uint8Array> {
    this.check("toSafetensors");
    return writeSafetensors(await readState(this.weights()), {
      metadata: { [this.format]: JSON.stringify(this.options) },
    });
  }

  /** Frees the weights; the model is of no use afterwards. A second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const [, network] of this.networks()) network.dispose();
  }

  /** q(z|x) at images of either shape. */
  protected posterior(x: Tensor, pass: Pass): DiagonalGaussian {
    return diagonalGaussian(this.encoder.apply(reshape(x, [x.shape[0]!, ...this.options.imageShape]), pass));
  }

  /** The decoder's logits at z and −ln p(x|z). */
  protected likelihood(x: Tensor, z: Tensor2D, pass: Pass): Pick<ElboTerms, "logits" | "reconstruction"> {
    const { imageShape, likelihood } = this.options;
    const logits = reshape(this.decoder.apply(z, pass), [z.shape[0], sizeOf(imageShape)]) as Tensor2D;
    return { logits, reconstruction: negativeLogLikelihood(likelihood, logits, x) };
  }

  /** Refuses a model that was disposed of. */
  protected check(who: string): void {
    if (this.#disposed) throw new Error(`${who}: expected a model in use, got one that was disposed of`);
  }

  #evaluation(labels: Labels | undefined): Pass {
    return { ...evaluation, labels: oneHot(labels, this.options.classes) };
  }

  #checkLabels(who: string, labels: Labels | undefined, size: number): void {
    checkLabels(who, labels, { size, classes: this.options.classes });
  }

  #checkLatent(who: string, z: Tensor, { labels }: LabelOptions): void {
    this.check(who);
    const { latent } = this.options;
    if (z.shape.length !== 2 || z.shape[1] !== latent || z.shape[0] === 0)
      throw new RangeError(`${who}: expected z of shape [n, ${latent}], got [${z.shape.join(", ")}]`);
    this.#checkLabels(who, labels, z.shape[0]!);
  }

  async #trainingLabels(images: Images, given: Labels | undefined): Promise<Labels | undefined> {
    const labels = labelsOf(images, given, this.options);
    const { size } = await imageSet("fit", images, this.options.imageShape);
    this.#checkLabels("fit", labels, size);
    return labels;
  }
}
