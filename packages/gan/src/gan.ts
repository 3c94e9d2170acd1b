import { checkKinds, checkNumbers, checkOptions, refusal, shown } from "@elbowjs/arguments";
import {
  checkImageTensor,
  evaluation,
  type Pass,
  randomWeights,
  type Sequential,
  type Weight,
  type WeightSource,
  weightsOf,
} from "@elbowjs/layers";
import type { SamplesInput } from "@elbowjs/samples";
import { Model, newModel, openModel, stream, type Training } from "@elbowjs/training";
import {
  concat,
  mul,
  reshape,
  sigmoid as squash,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { isProbabilistic } from "./adversarial-loss.js";
import { checkTensors } from "./check-tensors.js";
import { fitGan } from "./fit-gan.js";
import {
  type CompleteGanOptions,
  completeOptions,
  type GanFitOptions,
  type GanOptions,
} from "./gan-options.js";
import { labelsOf, oneHotRows } from "./labels.js";
import { newDiscriminator, newGenerator } from "./networks.js";
import { packImages } from "./packing.js";
import { between, drawLatent } from "./prior.js";
import type { GanSampleOptions, InterpolateOptions } from "./sample-options.js";

/**
 * A generative adversarial network: a generator G makes images of noise z, a discriminator D tells them from real ones, and each
 * learns from the other, min over G, max over D of E ln D(x) + E ln(1 − D(G(z))), or by another of five losses.
 *
 * With `classes` it is conditional: G is given the label as a one-hot vector behind z, and D has one output for each class and is asked
 * for the label's, which is its inner product with the features (a projection).
 *
 * @see I. Goodfellow et al., Generative Adversarial Nets, 2014; M. Mirza, S. Osindero, Conditional GANs, 2014; T. Miyato, M. Koyama,
 *   cGANs with Projection Discriminator, 2018; ECE/CS 559, lectures 22 and 23.
 */
export class Gan extends Model {
  /** The model's name in files. */
  readonly format = "gan";
  /** Noise, and a label behind it, to images. */
  readonly generator: Sequential;
  #options: CompleteGanOptions;
  #discriminator: Sequential;

  /**
   * A new model with PyTorch's default initial weights. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless the program
   * has set one.
   *
   * @throws RangeError or TypeError if an option is outside its range or kind, or a network does not fit the images; for
   *   `wasserstein-gp` also if the critic has batch normalisation or max-pooling.
   */
  static async create(options: GanOptions = {}): Promise<Gan> {
    const complete = completeOptions("Gan.create", options);
    return newModel(
      (part) => stream(complete.seed, "weights", part),
      (weights) => new Gan("Gan.create", complete, weights),
    );
  }

  /**
   * A model from a file that {@link Gan.toSafetensors} wrote, or from a checkpoint of `fit`.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<Gan> {
    const caller = "Gan.fromSafetensors";
    checkKinds(caller, { bytes: [bytes, "Uint8Array"] });
    return openModel(
      caller,
      bytes,
      "gan",
      (options, weights) => new Gan(caller, completeOptions(caller, options), weights),
    );
  }

  /** Use {@link Gan.create}: it also chooses the backend. */
  private constructor(caller: string, options: CompleteGanOptions, weights: WeightSource) {
    super("Gan", weights);
    this.#options = options;
    this.generator = newGenerator(caller, options, weights.within("generator"));
    this.#discriminator = newDiscriminator(caller, options, weights.within("discriminator"));
  }

  /** Every option, with its default filled in. */
  get options(): CompleteGanOptions {
    return this.#options;
  }

  /** Images, or packs of them along the channels, to one output, or to one per class. */
  get discriminator(): Sequential {
    return this.#discriminator;
  }

  /** Whether it makes images with values in [0, 1], not points anywhere. */
  get makesImages(): boolean {
    return this.options.imageShape.length === 3;
  }

  /** The weights and running statistics of both networks under PyTorch's names, `generator.0.weight`. */
  weights(): Map<string, Weight> {
    return weightsOf({ generator: this.generator, discriminator: this.discriminator });
  }

  /**
   * New images: G(z).
   *
   * @param n how many; an integer ≥ 1.
   * @returns images in [0, 1], shape `[n, height, width, channels]`, or points `[n, features]`; the caller disposes of it.
   * @throws RangeError for options outside their range; TypeError for a label of a GAN without classes.
   */
  sample(n: number, options: GanSampleOptions = {}): Tensor {
    const caller = this.caller("sample");
    checkOptions(caller, options, ["seed", "label"]);
    const { seed = 0, label } = options;
    const { classes } = this.options;
    checkNumbers(caller, { n: [n, "integer ≥ 1"], seed: [seed, "integer ≥ 0"] });
    const labels = labelsOf(caller, n, label, classes, (i) => i % classes);
    return tidy(() => {
      const z = drawLatent(this.options.prior, n, this.options.latent, stream(seed, "sample"));
      return this.generate(z, labels);
    });
  }

  /**
   * G(z) of given z.
   *
   * @param z shape `[n, latent]`. @param labels one per row, for a conditional GAN.
   * @param pass batch statistics or running ones. Default: evaluation.
   * @returns as `sample`; the caller disposes of it.
   * @throws RangeError for another shape or labels that are no classes.
   */
  generate(z: Tensor, labels?: ArrayLike<number>, pass: Pass = evaluation): Tensor {
    const caller = this.caller("generate");
    const { latent, classes } = this.options;
    checkTensors(caller, { z });
    if (z.shape.length !== 2 || z.shape[1] !== latent || z.shape[0] === 0)
      throw refusal(
        new RangeError(`${caller}: expected z of shape [n, ${latent}], got [${z.shape.join(", ")}]`),
      );
    if (classes === 0) return this.generator.apply(z, pass);
    const rows = oneHotRows(caller, z.shape[0]!, labels, classes);
    return tidy(() => this.generator.apply(concat([z, rows], 1), pass));
  }

  /**
   * What the discriminator says of images, or of points: the probability that they are real for `minimax` and `non-saturating`, else
   * its output, which is larger for what looks real.
   *
   * @param x shape `[n, ...imageShape]` or `[n, pixels]`; with packing p, rows ip … ip + p − 1 are judged together.
   * @param label the class of all, or of each; for a conditional GAN.
   * @returns shape `[n / packing]`; the caller disposes of it.
   * @throws RangeError for another shape, or labels that are no classes; TypeError if labels are missing or not wanted.
   */
  discriminate(x: Tensor, options: { readonly label?: number | ArrayLike<number> } = {}): Tensor1D {
    const caller = this.caller("discriminate");
    checkOptions(caller, options, ["label"]);
    checkTensors(caller, { x });
    checkImageTensor(caller, x, this.options.imageShape);
    const labels = labelsOf(caller, x.shape[0]!, options.label, this.options.classes);
    return tidy(() => {
      const output = this.score(x, labels);
      return isProbabilistic(this.options.loss) ? squash(output) : output;
    });
  }

  /**
   * The discriminator's output before any sigmoid, differentiable: what the losses are made of.
   *
   * @param x as in `discriminate`. @param labels one per row, for a conditional GAN. @param pass Default: evaluation.
   */
  score(x: Tensor, labels?: ArrayLike<number>, pass: Pass = evaluation): Tensor1D {
    const caller = this.caller("score");
    checkTensors(caller, { x });
    checkImageTensor(caller, x, this.options.imageShape);
    const { imageShape, classes, packing } = this.options;
    const n = x.shape[0]!;
    if (n % packing)
      throw refusal(
        new RangeError(`${caller}: expected a multiple of ${packing} images, judged together, got ${n}`),
      );
    return tidy(() => {
      const images = packImages(reshape(x, [n, ...imageShape]), packing);
      // Around 0, where a network begins.
      const centred = this.makesImages ? sub(mul(images, 2), 1) : images;
      const outputs = this.discriminator.apply(centred, pass);
      if (classes === 0) return reshape(outputs, [n / packing]) as Tensor1D;
      return sum(mul(outputs, oneHotRows(caller, n, labels, classes)), 1) as Tensor1D;
    });
  }

  /**
   * Images on the way from one z to another, both ends included: along a great circle for the Gaussian prior, else along a line.
   *
   * @param n how many; an integer ≥ 2.
   * @returns as `sample`; the caller disposes of it.
   * @throws RangeError for options outside their range.
   */
  interpolate(n: number, options: InterpolateOptions = {}): Tensor {
    const caller = this.caller("interpolate");
    checkOptions(caller, options, ["seeds", "label"]);
    const { seeds = [0, 1], label } = options;
    if (!(Array.isArray(seeds) && seeds.length === 2))
      throw refusal(new TypeError(`${caller}: expected seeds to be two, got ${shown(seeds)}`));
    const [from, to] = seeds;
    checkNumbers(caller, {
      n: [n, "integer ≥ 2"],
      "first seed": [from, "integer ≥ 0"],
      "last seed": [to, "integer ≥ 0"],
    });
    const { prior, latent, classes } = this.options;
    const labels = labelsOf(caller, n, label, classes, () => 0);
    return tidy(() => {
      const [a, b] = [from, to].map((seed) =>
        drawLatent(prior, 1, latent, stream(seed, "sample")).dataSync(),
      );
      const rows = Array.from({ length: n }, (_, i) => [...between(prior, a!, b!, i / (n - 1))]);
      return this.generate(tensor2d(rows), labels);
    });
  }

  /**
   * Trains both players in place; see {@link GanFitOptions}.
   *
   * @param images of any kind that `toSamples` of @elbowjs/samples takes: values in [0, 1], or points; with labels if it is conditional.
   * @throws as `train` of @elbowjs/training.
   */
  async fit(images: SamplesInput, options: GanFitOptions = {}): Promise<Training<never>> {
    return fitGan(this.caller("fit"), this, images, options);
  }

  /** @internal Puts a discriminator for packs of another size in the place of this one; `fit` calls it. */
  repack(packing: number): void {
    const caller = this.caller("fit");
    if (packing === this.options.packing) return;
    const options = completeOptions(caller, { ...this.options, packing });
    const source = randomWeights(stream(options.seed, "weights", "discriminator"));
    const discriminator = newDiscriminator(caller, options, source);
    this.#discriminator.dispose();
    this.#discriminator = discriminator;
    this.#options = options;
  }
}
