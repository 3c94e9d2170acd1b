import { useBackend } from "@elbowjs/backend";
import { readSafetensors, type StoredTensor, writeSafetensors } from "@elbowjs/safetensors";
import {
  add,
  concat,
  mul,
  reshape,
  type Scalar,
  split,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { withoutTraining } from "./checkpoint.js";
import { type Covariance, covariance, logDeterminantTerm } from "./covariance.js";
import { type EvaluateOptions, type Evaluation, evaluate } from "./evaluate.js";
import { type FitResult, fit, type Trainable } from "./fit.js";
import {
  completeOptions,
  type ForwardOptions,
  type GaussianFitOptions,
  type GaussianVaeOptions,
  type SampleOptions,
} from "./gaussian-vae-options.js";
import { checkImageTensor, type Images } from "./images.js";
import { checkKlWarmup, klWeight } from "./kl-warmup.js";
import { sigmoid } from "./layers/activation.js";
import { checkInteger, type Pass, sizeOf, type Weight } from "./layers/layer.js";
import { meanSquare } from "./loss.js";
import { Sequential } from "./sequential.js";
import { decoderLayers, encoderLayers, stageShapes } from "./stages.js";
import { checkSeed, stream } from "./streams.js";
import { loadState, readState } from "./torch-state.js";

/**
 * The Gaussian autoencoder: an encoder g, a decoder f, and noise ε ~ N(0, I) between them, trained on the ELBO, up to a
 * constant −½E‖g(x)‖² − ½E‖x − f(g(x) + ε)‖².
 *
 * @see ECE/CS 559, lectures 19 and 20, and homework 7, question 2.
 */
export class GaussianVae {
  /** The model's name in files. */
  readonly format = "gaussian-vae";
  /** Every option, with its default filled in. */
  readonly options: Required<GaussianVaeOptions>;
  /** g: images to z. */
  readonly encoder: Sequential;
  /** f: z to images in (0, 1). */
  readonly decoder: Sequential;
  /** Σ of x|z ~ N(f(z), Σ). */
  readonly covariance: Covariance;
  #disposed = false;

  /**
   * A new model with PyTorch's default initial weights. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless
   * the program has set one.
   *
   * @throws RangeError if an option is outside its range or the stages do not fit the images.
   */
  static async create(options: GaussianVaeOptions = {}): Promise<GaussianVae> {
    const complete = completeOptions(options);
    await useBackend();
    return new GaussianVae(complete);
  }

  /**
   * A model from a file that {@link GaussianVae.toSafetensors} wrote, or from a checkpoint of `fit`.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<GaussianVae> {
    const { tensors, metadata } = readSafetensors(bytes);
    const options = metadata["gaussian-vae"];
    if (options === undefined)
      throw new RangeError(
        "fromSafetensors: expected a file that toSafetensors wrote, got one without its options; use fromTorch for a PyTorch state dict",
      );
    return load("fromSafetensors", JSON.parse(options) as GaussianVaeOptions, withoutTraining(tensors));
  }

  /**
   * A model from the safetensors state dict of a PyTorch module whose `encoder` and `decoder` are `nn.Sequential`s with the
   * layers of this model in this order, ReLU, BatchNorm, Dropout, Flatten, Unflatten and Upsample counted as PyTorch counts
   * them: `encoder.0.weight`, …, `decoder.14.bias`.
   *
   * @param options what the module was built with: `latent`, `stages`, … Default: the faithful model.
   * @throws RangeError if a weight is missing, of another shape, not finite, or unknown to the model.
   */
  static async fromTorch(bytes: Uint8Array, options: GaussianVaeOptions = {}): Promise<GaussianVae> {
    return load("fromTorch", options, readSafetensors(bytes).tensors);
  }

  /** Use {@link GaussianVae.create}: it also chooses the backend. */
  private constructor(options: Required<GaussianVaeOptions>) {
    this.options = options;
    const { latent, seed, imageShape, dropout, stages } = options;
    this.covariance = covariance(options.covariance, sizeOf(imageShape));
    const random = stream(seed, "weights");
    const uniform = (bound: number, count: number) => Float32Array.from(random.uniform(-bound, bound, count));
    this.encoder = new Sequential(imageShape, encoderLayers(stages, latent, dropout), uniform);
    const shapes = stageShapes(this.encoder, stages);
    this.decoder = new Sequential([latent], [...decoderLayers(stages, shapes, dropout), sigmoid()], uniform);
  }

  /** The weights and running statistics under PyTorch's names, `encoder.0.weight`. */
  weights(): Map<string, Weight> {
    const named = new Map<string, Weight>();
    for (const part of ["encoder", "decoder"] as const)
      for (const [name, weight] of this[part].namedWeights()) named.set(`${part}.${name}`, weight);
    for (const weight of this.covariance.weights) named.set(`covariance.${weight.name}`, weight);
    return named;
  }

  /**
   * z = g(x), z₂ = e·z + (2 − e)·ε, f = f(z₂); returns z and M(f − x) side by side, M = I but for a learnt covariance, so that
   * the mean of its squares is the loss ({@link GaussianVae.loss}).
   *
   * @param x images in [0, 1], shape `[n, height, width, channels]` or `[n, pixels]`.
   * @returns shape `[n, latent + pixels]`; the caller disposes of it.
   * @throws RangeError if a shape is wrong, or training is asked for with one image, whose batch variance is not defined.
   */
  forward(x: Tensor, { encMode = 1, training = false, noise, seed = 0 }: ForwardOptions = {}): Tensor2D {
    this.#check("forward");
    checkImageTensor("forward", x, this.options.imageShape);
    const n = x.shape[0]!;
    const { latent } = this.options;
    if (!Number.isFinite(encMode))
      throw new RangeError(`forward: expected encMode to be a finite number, got ${encMode}`);
    if (training && n < 2) throw new RangeError("forward: expected at least 2 images in training, got 1");
    if (noise && (noise.shape[0] !== n || noise.shape[1] !== latent || noise.shape.length !== 2))
      throw new RangeError(
        `forward: expected noise of shape [${n}, ${latent}], got [${noise.shape.join(", ")}]`,
      );
    const random = stream(checkSeed("forward", seed), "forward");
    return tidy(() => {
      const epsilon = noise ?? tensor2d(Float32Array.from(random.standardNormal(n * latent)), [n, latent]);
      const pass: Pass = { training, random: () => random.random() };
      const image = reshape(x, [n, ...this.options.imageShape]);
      const z = this.encoder.apply(image, pass);
      const z2 = add(mul(z, encMode), mul(epsilon, 2 - encMode));
      const f = this.decoder.apply(z2, pass);
      const residual = reshape(sub(f, image), [n, sizeOf(this.options.imageShape)]);
      return concat([z, this.covariance.whiten(residual)], 1) as Tensor2D;
    });
  }

  /**
   * The loss of what `forward` returned: the mean of its squares ({@link meanSquare}), and for a learnt covariance the term
   * −2·ln det M / (latent + pixels) that makes it a likelihood. Times (latent + pixels)/2 it is the negative ELBO in nats an
   * image, up to ½·pixels·ln 2π ({@link negativeElbo}).
   */
  loss(output: Tensor): Scalar {
    this.#check("loss");
    return tidy(() => {
      const square = meanSquare(output);
      if (this.options.covariance === "identity") return square;
      return add(square, logDeterminantTerm(this.covariance, output.shape.at(-1)!)) as Scalar;
    });
  }

  /**
   * g(x), in evaluation mode.
   *
   * @param x images in [0, 1], shape `[n, height, width, channels]` or `[n, pixels]`.
   * @returns shape `[n, latent]`; the caller disposes of it.
   */
  encode(x: Tensor): Tensor2D {
    this.#check("encode");
    checkImageTensor("encode", x, this.options.imageShape);
    const image = tidy(() => reshape(x, [x.shape[0]!, ...this.options.imageShape]));
    try {
      return this.encoder.apply(image, evaluation) as Tensor2D;
    } finally {
      image.dispose();
    }
  }

  /**
   * f(z), in evaluation mode.
   *
   * @param z shape `[n, latent]`.
   * @returns images in (0, 1), shape `[n, height, width, channels]`; the caller disposes of it.
   */
  decode(z: Tensor): Tensor4D {
    this.#check("decode");
    if (z.shape.length !== 2 || z.shape[1] !== this.options.latent || z.shape[0] === 0)
      throw new RangeError(
        `decode: expected z of shape [n, ${this.options.latent}], got [${z.shape.join(", ")}]`,
      );
    return this.decoder.apply(z, evaluation) as Tensor4D;
  }

  /** f(g(x)), without noise: the images the model makes of images. Shapes as in `encode` and `decode`. */
  reconstruct(x: Tensor): Tensor4D {
    this.#check("reconstruct");
    checkImageTensor("reconstruct", x, this.options.imageShape);
    return tidy(() => this.decode(this.encode(x)));
  }

  /**
   * New images: f(s·ε), ε ~ N(0, I).
   *
   * @param n how many; an integer ≥ 1.
   * @returns images in (0, 1), shape `[n, height, width, channels]`; the caller disposes of it.
   */
  sample(n: number, { seed = 0, noise = "source" }: SampleOptions = {}): Tensor4D {
    this.#check("sample");
    checkInteger("sample", "n", n, 1);
    const deviation = noise === "source" ? 2 : noise;
    if (!(typeof deviation === "number" && deviation >= 0 && deviation < Number.POSITIVE_INFINITY))
      throw new RangeError(`sample: expected noise to be 'source' or a number of at least 0, got ${noise}`);
    const { latent } = this.options;
    const z = stream(checkSeed("sample", seed), "sample").normal(0, deviation, n * latent);
    return tidy(() => this.decode(tensor2d(Float32Array.from(z), [n, latent])));
  }

  /** Trains the model in place; see {@link GaussianFitOptions}. */
  async fit(images: Images, options: GaussianFitOptions = {}): Promise<FitResult> {
    this.#check("fit");
    const { klWarmup = 0 } = options;
    checkKlWarmup(klWarmup);
    const trainable: Trainable<Evaluation> = {
      format: this.format,
      options: this.options,
      objective: klWarmup > 0 ? { klWarmup } : undefined,
      weights: () => this.weights(),
      evaluate: (given) => this.evaluate(given),
      trainingLoss: (x, seed, progress) => this.trainingLoss(x, seed, klWeight(progress, klWarmup)),
    };
    return fit(trainable, images, options);
  }

  /**
   * The loss of one batch in training mode; `fit` calls it.
   *
   * @param weight of the KL term ½‖z‖², ≥ 0. Default 1: the loss.
   */
  trainingLoss(x: Tensor, seed: number, weight = 1): Scalar {
    return tidy(() => {
      const output = this.forward(x, { training: true, seed });
      if (weight === 1) return this.loss(output);
      const [z, residual] = split(output, [this.options.latent, -1], 1);
      return this.loss(concat([mul(z!, Math.sqrt(weight)), residual!], 1));
    });
  }

  /** Measures the loss and its terms on images; see {@link Evaluation}. */
  evaluate(images: Images, options: EvaluateOptions = {}): Promise<Evaluation> {
    this.#check("evaluate");
    return evaluate(this, images, options);
  }

  /**
   * The model as a safetensors file: PyTorch's state dict (`load_state_dict` accepts it) with the options in the metadata. The
   * same model gives the same bytes.
   *
   * @param dtype F32 (default) keeps every bit; F16 halves the file.
   */
  async toSafetensors(dtype: "F32" | "F16" = "F32"): Promise<Uint8Array> {
    this.#check("toSafetensors");
    const metadata = { [this.format]: JSON.stringify(this.options) };
    return writeSafetensors(await readState(this.weights()), { metadata, dtype });
  }

  /** Frees the weights; the model is of no use afterwards. A second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.encoder.dispose();
    this.decoder.dispose();
    for (const { variable } of this.covariance.weights) variable.dispose();
  }

  #check(who: string): void {
    if (this.#disposed) throw new Error(`${who}: expected a model in use, got one that was disposed of`);
  }
}

/** No dropout, hence no random numbers. */
const evaluation: Pass = { training: false, random: () => 0 };

async function load(
  who: string,
  options: GaussianVaeOptions,
  tensors: ReadonlyMap<string, StoredTensor>,
): Promise<GaussianVae> {
  const model = await GaussianVae.create(options);
  try {
    loadState(who, model.weights(), tensors);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}
