import { useBackend } from "@elbowjs/backend";
import {
  add,
  exp,
  mean,
  mul,
  reshape,
  type Scalar,
  sigmoid,
  slice,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { withoutTraining } from "../checkpoint.js";
import { type FitOptions, type FitResult, fit } from "../fit.js";
import { checkImageTensor, type Images } from "../images.js";
import { checkInteger, type Pass, sizeOf, type Weight } from "../layers/layer.js";
import { readSafetensors, writeSafetensors } from "../safetensors.js";
import { Sequential } from "../sequential.js";
import {
  checkNetwork,
  decoderLayers,
  encoderLayers,
  faithfulStages,
  type Stage,
  stageShapes,
} from "../stages.js";
import { checkSeed, stream } from "../streams.js";
import { loadState, readState } from "../torch-state.js";
import { type ElboEvaluation, evaluateElbo } from "./elbo.js";
import { type ImportanceOptions, importanceBound } from "./importance-bound.js";
import { freeBitsKl, klDivergence } from "./kl-divergence.js";
import { checkLikelihood, type Likelihood, negativeLogLikelihood } from "./likelihood.js";

/** Options of {@link StandardVae.create}. */
export interface StandardVaeOptions {
  /** Elements of z; an integer ≥ 1. Default 10. */
  readonly latent?: number;
  /** Where the initial weights come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** `[height, width, channels]` of the images. Default [28, 28, 1]. */
  readonly imageShape?: readonly [number, number, number];
  /** Probability that dropout zeroes an element in training, in [0, 1). Default 0. */
  readonly dropout?: number;
  /** The encoder's stages before its last linear map; the decoder undoes them. Default: those of the Gaussian autoencoder. */
  readonly stages?: readonly Stage[];
  /** p(x|z). Default Bernoulli. */
  readonly likelihood?: Likelihood;
}

/** Options of {@link StandardVae.fit}, besides those of every model. */
export interface StandardFitOptions extends FitOptions<ElboEvaluation> {
  /** Weight β ≥ 0 of the KL term. Default 1: the ELBO. */
  readonly beta?: number;
  /** Nats of KL that each unit has for nothing, ≥ 0. Default 0. */
  readonly freeBits?: number;
  /** Part of the run, in [0, 1], over which β rises linearly from 0. Default 0. */
  readonly klWarmup?: number;
}

/** μ and ln σ² of q(z|x), each `[n, latent]`. */
export interface Posterior {
  readonly mean: Tensor2D;
  readonly logVar: Tensor2D;
}

/**
 * The variational autoencoder: q(z|x) = N(μ(x), diag σ²(x)) with a learnt variance, prior N(0, I), trained on
 * −ELBO = E_q[−ln p(x|z)] + KL(q(z|x) ‖ N(0, I)) in nats an image, with one draw z = μ + σ·ε.
 *
 * @see D. Kingma, M. Welling, Auto-Encoding Variational Bayes, 2014.
 */
export class StandardVae {
  /** The model's name in files. */
  readonly format = "standard-vae";
  /** Every option, with its default filled in. */
  readonly options: Required<StandardVaeOptions>;
  /** Images to μ and ln σ², side by side. */
  readonly encoder: Sequential;
  /** z to logits. */
  readonly decoder: Sequential;
  #disposed = false;

  /**
   * A new model with PyTorch's default initial weights. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless the
   * program has set one.
   *
   * @throws RangeError or TypeError if an option is outside its range or kind, or the stages do not fit the images.
   */
  static async create({
    latent = 10,
    seed = 0,
    imageShape = [28, 28, 1],
    dropout = 0,
    stages = faithfulStages,
    likelihood = { type: "bernoulli" },
  }: StandardVaeOptions = {}): Promise<StandardVae> {
    checkNetwork("create", { latent, seed, imageShape, dropout });
    checkLikelihood("create", likelihood);
    await useBackend();
    return new StandardVae({ latent, seed, imageShape, dropout, stages, likelihood });
  }

  /**
   * A model from a file that {@link StandardVae.toSafetensors} wrote, or from a checkpoint of `fit`.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<StandardVae> {
    const { tensors, metadata } = readSafetensors(bytes);
    const options = metadata["standard-vae"];
    if (options === undefined)
      throw new RangeError(
        "fromSafetensors: expected a file that StandardVae wrote, got one without its options",
      );
    const model = await StandardVae.create(JSON.parse(options) as StandardVaeOptions);
    try {
      loadState("fromSafetensors", model.weights(), withoutTraining(tensors));
      return model;
    } catch (error) {
      model.dispose();
      throw error;
    }
  }

  /** Use {@link StandardVae.create}: it also chooses the backend. */
  private constructor(options: Required<StandardVaeOptions>) {
    this.options = options;
    const { latent, seed, imageShape, dropout, stages } = options;
    const random = stream(seed, "weights");
    const uniform = (bound: number, count: number) => Float32Array.from(random.uniform(-bound, bound, count));
    this.encoder = new Sequential(imageShape, encoderLayers(stages, 2 * latent, dropout), uniform);
    // The encoder's last output is twice the latent size; all shapes before it are the decoder's too.
    const shapes = stageShapes(this.encoder, stages);
    this.decoder = new Sequential([latent], decoderLayers(stages, shapes, dropout), uniform);
  }

  /** The weights and running statistics under PyTorch's names, `encoder.0.weight`. */
  weights(): Map<string, Weight> {
    const named = new Map<string, Weight>();
    for (const part of ["encoder", "decoder"] as const)
      for (const [name, weight] of this[part].namedWeights()) named.set(`${part}.${name}`, weight);
    return named;
  }

  /**
   * q(z|x), in evaluation mode.
   *
   * @param x images in [0, 1], shape `[n, height, width, channels]` or `[n, pixels]`.
   * @returns two tensors that the caller disposes of.
   */
  encode(x: Tensor): Posterior {
    this.#check("encode");
    checkImageTensor("encode", x, this.options.imageShape);
    return tidy(() => ({ ...this.#posterior(x, evaluation) }));
  }

  /**
   * The mean image of p(x|z), in evaluation mode.
   *
   * @param z shape `[n, latent]`.
   * @returns images in (0, 1), shape `[n, height, width, channels]`; the caller disposes of it.
   */
  decode(z: Tensor): Tensor4D {
    this.#check("decode");
    return tidy(() => sigmoid(this.logits(z)) as Tensor4D);
  }

  /** The decoder's logits, of which {@link StandardVae.decode} is the sigmoid. */
  logits(z: Tensor): Tensor4D {
    this.#check("logits");
    if (z.shape.length !== 2 || z.shape[1] !== this.options.latent || z.shape[0] === 0)
      throw new RangeError(
        `decode: expected z of shape [n, ${this.options.latent}], got [${z.shape.join(", ")}]`,
      );
    return this.decoder.apply(z, evaluation) as Tensor4D;
  }

  /** The mean image at z = μ(x). Shapes as in `encode` and `decode`. */
  reconstruct(x: Tensor): Tensor4D {
    return tidy(() => this.decode(this.encode(x).mean));
  }

  /**
   * New images: the mean image at z ~ N(0, noise²·I).
   *
   * @param n how many; an integer ≥ 1.
   * @returns images in (0, 1), shape `[n, height, width, channels]`; the caller disposes of it.
   */
  sample(
    n: number,
    { seed = 0, noise = 1 }: { readonly seed?: number; readonly noise?: number } = {},
  ): Tensor4D {
    this.#check("sample");
    checkInteger("sample", "n", n, 1);
    if (!(noise >= 0 && noise < Number.POSITIVE_INFINITY))
      throw new RangeError(`sample: expected noise to be a number of at least 0, got ${noise}`);
    const { latent } = this.options;
    const z = stream(checkSeed("sample", seed), "sample").normal(0, noise, n * latent);
    return tidy(() => this.decode(tensor2d(Float32Array.from(z), [n, latent])));
  }

  /**
   * The objective of one batch in training mode, in nats an image: mean −ln p(x|z) + β Σⱼ max(λ, KLⱼ).
   *
   * @param x images, shape `[n, height, width, channels]`, n ≥ 2.
   * @param noise ε, shape `[n, latent]`.
   * @param random uniform numbers for dropout.
   */
  objective(
    x: Tensor,
    noise: Tensor2D,
    {
      beta = 1,
      freeBits = 0,
      random = () => 0,
    }: { beta?: number; freeBits?: number; random?: () => number } = {},
  ): Scalar {
    this.#check("objective");
    checkImageTensor("objective", x, this.options.imageShape);
    return tidy(() => {
      const pass: Pass = { training: true, random };
      const { mean: mu, logVar } = this.#posterior(x, pass);
      const z = add(mu, mul(exp(mul(logVar, 0.5)), noise));
      const pixels = [x.shape[0]!, sizeOf(this.options.imageShape)] as [number, number];
      const logits = reshape(this.decoder.apply(z, pass), pixels);
      const reconstruction = mean(negativeLogLikelihood(this.options.likelihood, logits, reshape(x, pixels)));
      return add(reconstruction, mul(freeBitsKl(klDivergence(mu, logVar), freeBits), beta)) as Scalar;
    });
  }

  /** Trains the model in place; see {@link StandardFitOptions}. */
  async fit(images: Images, options: StandardFitOptions = {}): Promise<FitResult<ElboEvaluation>> {
    this.#check("fit");
    const { beta = 1, freeBits = 0, klWarmup = 0 } = options;
    if (!(beta >= 0)) throw new RangeError(`fit: expected beta of at least 0, got ${beta}`);
    if (!(freeBits >= 0)) throw new RangeError(`fit: expected freeBits of at least 0, got ${freeBits}`);
    if (!(klWarmup >= 0 && klWarmup <= 1))
      throw new RangeError(`fit: expected klWarmup in [0, 1], got ${klWarmup}`);
    const { latent } = this.options;
    const trainable = {
      format: this.format,
      options: this.options,
      objective: { beta, freeBits, klWarmup },
      weights: () => this.weights(),
      evaluate: (validation: Images) => this.evaluate(validation),
      trainingLoss: (x: Tensor, seed: number, progress: number) =>
        tidy(() => {
          const random = stream(seed, "forward");
          const n = x.shape[0]!;
          const noise = tensor2d(Float32Array.from(random.standardNormal(n * latent)), [n, latent]);
          const rising = progress < klWarmup ? (beta * progress) / klWarmup : beta;
          return this.objective(x, noise, { beta: rising, freeBits, random: () => random.random() });
        }),
    };
    return fit(trainable, images, { optimizer: { type: "adam" }, ...options });
  }

  /** The ELBO and its terms on images, and which latent units are in use; see {@link ElboEvaluation}. */
  evaluate(images: Images, options: { batchSize?: number; seed?: number } = {}): Promise<ElboEvaluation> {
    this.#check("evaluate");
    return evaluateElbo(this, images, options);
  }

  /** The importance-weighted bound on ln p(x), in nats an image; see {@link importanceBound}. */
  importanceBound(images: Images, options: ImportanceOptions = {}): Promise<number> {
    this.#check("importanceBound");
    return importanceBound(this, images, options);
  }

  /** The model as a safetensors file, with the options in the metadata. The same model gives the same bytes. */
  async toSafetensors(): Promise<Uint8Array> {
    this.#check("toSafetensors");
    return writeSafetensors(await readState(this.weights()), { [this.format]: JSON.stringify(this.options) });
  }

  /** Frees the weights; the model is of no use afterwards. A second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.encoder.dispose();
    this.decoder.dispose();
  }

  #posterior(x: Tensor, pass: Pass): Posterior {
    const { latent, imageShape } = this.options;
    const n = x.shape[0]!;
    const both = this.encoder.apply(reshape(x, [n, ...imageShape]), pass);
    return {
      mean: slice(both, [0, 0], [n, latent]) as Tensor2D,
      logVar: slice(both, [0, latent], [n, latent]) as Tensor2D,
    };
  }

  #check(who: string): void {
    if (this.#disposed) throw new Error(`${who}: expected a model in use, got one that was disposed of`);
  }
}

/** No dropout, hence no random numbers. */
const evaluation: Pass = { training: false, random: () => 0 };
