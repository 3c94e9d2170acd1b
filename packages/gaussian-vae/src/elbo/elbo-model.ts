import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import {
  checkImageTensor,
  evaluation,
  joinContext,
  type Pass,
  Sequential,
  sizeOf,
  type Weight,
  type WeightSource,
  weightsOf,
} from "@elbowjs/layers";
import { checkLabels, type Labels, type SamplesInput, toSamples } from "@elbowjs/samples";
import {
  Model,
  type SampleBatch,
  sampleBatches,
  stream,
  type Training,
  trainNetwork,
} from "@elbowjs/training";
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
import { checkKlWarmup, klWeight } from "../kl-warmup.js";
import { checkModelOptions, decoderLayers, encoderLayers, stageShapes } from "../stages.js";
import { contextOf, type LabelOptions } from "./context.js";
import { type DiagonalGaussian, diagonalGaussian } from "./diagonal-gaussian.js";
import { type ElboOptions, type ElboTerms, noiseSize } from "./elbo.js";
import { type ElboFitOptions, elboFitOptionNames } from "./elbo-fit-options.js";
import type { ElboModelOptions, ElboSampleOptions, ObjectiveOptions } from "./elbo-model-options.js";
import { type ImportanceOptions, importanceBound } from "./importance-bound.js";
import { freeBitsKl } from "./kl-divergence.js";
import { negativeLogLikelihood } from "./likelihood.js";

/**
 * What the models trained on the ELBO have in common: an encoder from images to μ and ln σ² of the latent units next to them, a
 * decoder back to logits, the objective, files.
 */
export abstract class ElboModel<
  O extends ElboModelOptions,
  E extends { readonly loss: number },
> extends Model {
  /** Latent units of each level, from the one next to the image upwards. */
  abstract readonly levelSizes: readonly number[];
  /** Every option, with its default filled in. */
  readonly options: Required<ElboModelOptions> & Required<O>;
  /** Images to μ and ln σ², side by side. */
  readonly encoder: Sequential;
  /** z to logits. */
  readonly decoder: Sequential;

  protected constructor(
    name: string,
    options: Required<ElboModelOptions> & Required<O>,
    weights: WeightSource,
  ) {
    super(name, weights);
    checkModelOptions(name, options);
    this.options = options;
    const { latent, imageShape, dropout: rate, stages, classes } = options;
    const encoder = encoderLayers(stages, 2 * latent, { rate, classes });
    this.encoder = new Sequential(imageShape, encoder, weights.within("encoder"));
    const shapes = stageShapes(this.encoder, stages, classes);
    const join = classes > 0 ? [joinContext({ units: classes })] : [];
    const decoder = [...join, ...decoderLayers(stages, shapes, rate)];
    this.decoder = new Sequential([latent], decoder, weights.within("decoder"));
  }

  /** The networks by the name under which files keep them. */
  protected networks(): Record<string, Sequential> {
    return { encoder: this.encoder, decoder: this.decoder };
  }

  /** The terms of −ELBO for each image, in training or evaluation; `objective` and `evaluate` are made of them. */
  abstract terms(x: Tensor, noise: Tensor2D, pass: Pass): ElboTerms;

  /** The ELBO and its terms on images, and which latent units are in use. */
  abstract evaluate(images: SamplesInput, options?: ElboOptions): Promise<E>;

  /** z of n images from the prior. */
  protected abstract drawPrior(n: number, noise: number, seed: number): Tensor2D;

  /** The weights and running statistics under PyTorch's names, `encoder.0.weight`. */
  weights(): Map<string, Weight> {
    return weightsOf(this.networks());
  }

  /**
   * q(z|x), in evaluation mode.
   *
   * @param x images in [0, 1], shape `[n, height, width, channels]` or `[n, pixels]`.
   * @returns two tensors that the caller disposes of.
   */
  encode(x: Tensor, { labels }: LabelOptions = {}): DiagonalGaussian {
    const caller = this.caller("encode");
    checkImageTensor(caller, x, this.options.imageShape);
    this.#checkLabels(caller, labels, x.shape[0]!);
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
    const caller = this.caller("reconstruct");
    checkImageTensor(caller, x, this.options.imageShape);
    this.#checkLabels(caller, options.labels, x.shape[0]!);
    return tidy(() => this.decode(this.encode(x, options).mean, options));
  }

  /**
   * New images: the mean image at z drawn from the prior.
   *
   * @param n how many; an integer ≥ 1.
   * @returns images in (0, 1), shape `[n, height, width, channels]`; the caller disposes of it.
   */
  sample(n: number, options: ElboSampleOptions = {}): Tensor4D {
    const caller = this.caller("sample");
    checkOptions(caller, options, ["seed", "noise", "label"]);
    const { seed = 0, noise = 1, label } = options;
    checkNumbers(caller, {
      n: [n, "integer ≥ 1"],
      noise: [noise, "≥ 0"],
      seed: [seed, "integer ≥ 0"],
    });
    const labels = typeof label === "number" ? new Array<number>(n).fill(label) : label;
    this.#checkLabels(caller, labels, n);
    return tidy(() => this.decode(this.drawPrior(n, noise, seed), { labels }));
  }

  /**
   * The objective of one batch in training mode, in nats per image: mean −ln p(x|z) + β Σⱼ max(λ, KLⱼ), the units of every level
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
    const caller = this.caller("objective");
    checkImageTensor(caller, x, this.options.imageShape);
    const n = x.shape[0]!;
    this.#checkLabels(caller, labels, n);
    if (noise.shape.join() !== `${n},${noiseSize(this)}`)
      throw new RangeError(
        `${caller}: expected noise of shape [${n}, ${noiseSize(this)}], got [${noise.shape.join(", ")}]`,
      );
    return tidy(() => {
      const pass = { training: true, random, context: contextOf(labels, this.options.classes) };
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
  async fit(images: SamplesInput, options: ElboFitOptions<E> = {}): Promise<Training<E>> {
    const caller = this.caller("fit");
    checkOptions(caller, options, elboFitOptionNames);
    const { beta = 1, freeBits = 0, klWarmup = 0, labels, validation, validationLabels } = options;
    checkNumbers(caller, { beta: [beta, "≥ 0"], freeBits: [freeBits, "≥ 0"] });
    checkKlWarmup(caller, klWarmup);
    const door = { shape: this.options.imageShape, within: [0, 1], classes: this.options.classes } as const;
    const samples = await toSamples(caller, images, { ...door, labels });
    const measured =
      validation && (await toSamples(caller, validation, { ...door, labels: validationLabels }));
    return trainNetwork(caller, this, sampleBatches(samples, { smallestBatch: 2 }), options, {
      name: "autoencoder",
      optimizer: { type: "adam" },
      loss: (batch, { seed, progress }) =>
        this.#loss(batch, seed, { beta: beta * klWeight(progress, klWarmup), freeBits }),
      validate: measured && ((signal) => this.evaluate(measured, { signal })),
      objective: { beta, freeBits, klWarmup },
      usesProgress: klWarmup > 0,
    });
  }

  /** The objective of a batch with noise of its own. */
  #loss(
    { x, rows, labels }: SampleBatch,
    seed: number,
    weights: Pick<ObjectiveOptions, "beta" | "freeBits">,
  ): Scalar {
    return tidy(() => {
      const random = stream(seed, "forward");
      const shape: [number, number] = [rows.length, noiseSize(this)];
      const noise = tensor2d(Float32Array.from(random.standardNormal(shape[0] * shape[1])), shape);
      return this.objective(x, noise, { ...weights, random: () => random.random(), labels });
    });
  }

  /** The importance-weighted bound on ln p(x), in nats per image; see {@link importanceBound}. */
  async importanceBound(images: SamplesInput, options: ImportanceOptions = {}): Promise<number> {
    return importanceBound(this.caller("importanceBound"), this, images, options);
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

  #evaluation(labels: Labels | undefined): Pass {
    return { ...evaluation, context: contextOf(labels, this.options.classes) };
  }

  #checkLabels(caller: string, labels: Labels | undefined, size: number): void {
    checkLabels(caller, labels, { size, classes: this.options.classes });
  }

  #checkLatent(method: string, z: Tensor, { labels }: LabelOptions): void {
    const caller = this.caller(method);
    const { latent } = this.options;
    if (z.shape.length !== 2 || z.shape[1] !== latent || z.shape[0] === 0)
      throw new RangeError(`${caller}: expected z of shape [n, ${latent}], got [${z.shape.join(", ")}]`);
    this.#checkLabels(caller, labels, z.shape[0]!);
  }
}
