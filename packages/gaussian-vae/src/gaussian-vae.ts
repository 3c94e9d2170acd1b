import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { useBackend } from "@elbowjs/backend";
import {
  buildFromState,
  checkImageTensor,
  evaluation,
  type Pass,
  Sequential,
  sigmoid,
  sizeOf,
  type Weight,
  type WeightSource,
  weightsOf,
} from "@elbowjs/layers";
import { readSafetensors } from "@elbowjs/safetensors";
import type { SamplesInput } from "@elbowjs/samples";
import { Model, newModel, openModel, stream, type Training } from "@elbowjs/training";
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
import { type Covariance, covariance, logDeterminantTerm } from "./covariance.js";
import { type EvaluateOptions, type Evaluation, evaluate } from "./evaluate.js";
import { fitGaussianVae } from "./fit-gaussian-vae.js";
import {
  completeOptions,
  type ForwardOptions,
  type GaussianFitOptions,
  type GaussianVaeOptions,
  type SampleOptions,
} from "./gaussian-vae-options.js";
import { meanSquare } from "./loss.js";
import { checkModelOptions, decoderLayers, encoderLayers, stageShapes } from "./stages.js";

/**
 * The Gaussian autoencoder: an encoder g, a decoder f, and noise ε ~ N(0, I) between them, trained on the ELBO, up to a
 * constant −½E‖g(x)‖² − ½E‖x − f(g(x) + ε)‖².
 *
 * @see ECE/CS 559, lectures 19 and 20, and homework 7, question 2.
 */
export class GaussianVae extends Model {
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

  /**
   * A new model with PyTorch's default initial weights. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless
   * the program has set one.
   *
   * @throws RangeError if an option is outside its range or the stages do not fit the images.
   */
  static async create(options: GaussianVaeOptions = {}): Promise<GaussianVae> {
    const complete = completeOptions("GaussianVae.create", options);
    return newModel(stream(complete.seed, "weights"), (weights) => new GaussianVae(complete, weights));
  }

  /**
   * A model from a file that {@link GaussianVae.toSafetensors} wrote, or from a checkpoint of `fit`.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<GaussianVae> {
    const caller = "GaussianVae.fromSafetensors";
    return openModel(
      caller,
      bytes,
      "gaussian-vae",
      (options, weights) => new GaussianVae(completeOptions(caller, options), weights),
    );
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
    const caller = "GaussianVae.fromTorch";
    const complete = completeOptions(caller, options);
    const { tensors } = readSafetensors(bytes);
    await useBackend();
    return buildFromState(caller, tensors, (weights) => new GaussianVae(complete, weights));
  }

  /** Use {@link GaussianVae.create}: it also chooses the backend. */
  private constructor(options: Required<GaussianVaeOptions>, weights: WeightSource) {
    super("GaussianVae", weights);
    checkModelOptions("GaussianVae", options);
    this.options = options;
    const { latent, imageShape, dropout: rate, stages } = options;
    const encoder = encoderLayers(stages, latent, { rate });
    this.encoder = new Sequential(imageShape, encoder, weights.within("encoder"));
    const decoder = [...decoderLayers(stages, stageShapes(this.encoder, stages), rate), sigmoid()];
    this.decoder = new Sequential([latent], decoder, weights.within("decoder"));
    this.covariance = covariance(options.covariance, sizeOf(imageShape), weights.within("covariance"));
  }

  /** The weights and running statistics under PyTorch's names, `encoder.0.weight`. */
  weights(): Map<string, Weight> {
    const named = weightsOf({ encoder: this.encoder, decoder: this.decoder });
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
    const caller = this.caller("forward");
    checkImageTensor(caller, x, this.options.imageShape);
    const n = x.shape[0]!;
    const { latent } = this.options;
    checkNumbers(caller, { encMode: [encMode, "finite"], seed: [seed, "integer ≥ 0"] });
    if (training && n < 2) throw new RangeError(`${caller}: expected at least 2 images in training, got 1`);
    if (noise && (noise.shape[0] !== n || noise.shape[1] !== latent || noise.shape.length !== 2))
      throw new RangeError(
        `${caller}: expected noise of shape [${n}, ${latent}], got [${noise.shape.join(", ")}]`,
      );
    const random = stream(seed, "forward");
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
   * −2·ln det M / (latent + pixels) that makes it a likelihood. Times (latent + pixels)/2 it is the negative ELBO in nats per
   * image, up to ½·pixels·ln 2π ({@link negativeElbo}).
   */
  loss(output: Tensor): Scalar {
    this.caller("loss");
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
    checkImageTensor(this.caller("encode"), x, this.options.imageShape);
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
    const caller = this.caller("decode");
    checkKinds(caller, { z: [z, "Tensor"] });
    if (z.shape.length !== 2 || z.shape[1] !== this.options.latent || z.shape[0] === 0)
      throw new RangeError(
        `${caller}: expected z of shape [n, ${this.options.latent}], got [${z.shape.join(", ")}]`,
      );
    return this.decoder.apply(z, evaluation) as Tensor4D;
  }

  /** f(g(x)), without noise: the images the model makes of images. Shapes as in `encode` and `decode`. */
  reconstruct(x: Tensor): Tensor4D {
    checkImageTensor(this.caller("reconstruct"), x, this.options.imageShape);
    return tidy(() => this.decode(this.encode(x)));
  }

  /**
   * New images: f(s·ε), ε ~ N(0, I).
   *
   * @param n how many; an integer ≥ 1.
   * @returns images in (0, 1), shape `[n, height, width, channels]`; the caller disposes of it.
   */
  sample(n: number, options: SampleOptions = {}): Tensor4D {
    const caller = this.caller("sample");
    checkOptions(caller, options, ["seed", "noise"]);
    const { seed = 0, noise = "source" } = options;
    const deviation = noise === "source" ? 2 : noise;
    checkNumbers(caller, {
      n: [n, "integer ≥ 1"],
      seed: [seed, "integer ≥ 0"],
      "noise, if not 'source',": [deviation, "≥ 0"],
    });
    const { latent } = this.options;
    const z = stream(seed, "sample").normal(0, deviation, n * latent);
    return tidy(() => this.decode(tensor2d(Float32Array.from(z), [n, latent])));
  }

  /**
   * Trains the model in place; see {@link GaussianFitOptions}.
   *
   * @param images values in [0, 1], of any kind that `toSamples` of @elbowjs/samples takes: a split, a Float32Array, a tensor, …
   */
  async fit(images: SamplesInput, options: GaussianFitOptions = {}): Promise<Training<Evaluation>> {
    return fitGaussianVae(this.caller("fit"), this, images, options);
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
  async evaluate(images: SamplesInput, options: EvaluateOptions = {}): Promise<Evaluation> {
    this.caller("evaluate");
    return evaluate(this, images, options);
  }
}
