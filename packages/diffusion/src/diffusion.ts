import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { useBackend } from "@elbowjs/backend";
import { philoxNormal } from "@elbowjs/backend/fused";
import {
  buildFromState,
  checkImageTensor,
  type LayerFactory,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { readSafetensors } from "@elbowjs/safetensors";
import type { SamplesInput } from "@elbowjs/samples";
import { Model, newModel, openModel, stream, type Training } from "@elbowjs/training";
import { reshape, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { type ChainParts, decodeLevel } from "./chain/chain.js";
import { type NoiseSchedule, noiseSchedule } from "./chain/noise-schedule.js";
import { noisy } from "./chain/prediction.js";
import { type ConditionOptions, conditionOf } from "./condition.js";
import { DataScale, imageScale } from "./data-scale.js";
import {
  type CompleteDiffusionOptions,
  completeOptions,
  type DiffusionOptions,
} from "./diffusion-options.js";
import { type DiffusionElbo, type DiffusionElboOptions, measureElbo } from "./elbo.js";
import { type DiffusionFitOptions, type DiffusionValidation, fitDiffusion } from "./fit.js";
import type { Denoiser } from "./network/denoiser.js";
import { newDenoiser } from "./network/new-denoiser.js";
import { checkMask, type InpaintOptions, inpaintAll } from "./sampling/inpaint.js";
import { type DiffusionInterpolateOptions, greatCircle, interpolationEnds } from "./sampling/interpolate.js";
import { ascend, type DiffusionEncodeOptions } from "./sampling/invert.js";
import { completeSampling, descendAll, drawTop } from "./sampling/sample.js";
import type { DiffusionSampleOptions } from "./sampling/sample-options.js";

/**
 * A diffusion model: a variational autoencoder with T levels whose encoder has nothing to learn, z_t = √ᾱ_t·x + √(1 − ᾱ_t)·ε. It only adds noise.
 * The decoder goes down the levels from P_prior(z_T) = N(0, I); one network for all of them tells x̂(z_t, t), and
 * P_dec(z_{t−1} | z_t) = P_enc(z_{t−1} | z_t, x̂). It is trained on the ELBO with its levels weighted anew, which is a squared error.
 *
 * @see J. Ho, A. Jain, P. Abbeel, Denoising Diffusion Probabilistic Models, 2020; D. Kingma et al., Variational Diffusion Models, 2021; ECE/CS
 *   559, lectures 20 and 21: "Diffusion models use encoders that just add noise".
 */
export class Diffusion extends Model {
  /** The model's name in files. */
  readonly format = "diffusion";
  /** Every option, with its default filled in. Layers of one's own are not among them, nor in a file. */
  readonly options: CompleteDiffusionOptions;
  /** The encoder: how much of x and of noise each level holds. */
  readonly schedule: NoiseSchedule;
  readonly #denoiser: Denoiser;
  readonly #scale: DataScale;

  /**
   * A new model. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless the program has set one.
   *
   * @throws RangeError or TypeError if an option is outside its range or kind, or the network does not fit the shape.
   */
  static async create(options: DiffusionOptions = {}): Promise<Diffusion> {
    const caller = "Diffusion.create";
    const complete = completeOptions(caller, options);
    return newModel(
      stream(complete.seed, "weights"),
      (weights) => new Diffusion(caller, complete, layersOf(options), weights),
    );
  }

  /**
   * A model from a file that {@link Diffusion.toSafetensors} wrote, or from a checkpoint of `fit`.
   *
   * @param network the layers, if it was created with layers of one's own.
   * @throws RangeError if the bytes are not such a file; TypeError if the layers are missing.
   */
  static async fromSafetensors(
    bytes: Uint8Array,
    options: { readonly network?: readonly LayerFactory[] } = {},
  ): Promise<Diffusion> {
    const caller = "Diffusion.fromSafetensors";
    checkKinds(caller, { bytes: [bytes, "Uint8Array"] });
    checkOptions(caller, options, ["network"]);
    if (options.network !== undefined) checkKinds(caller, { network: [options.network, ["function"]] });
    return openModel(
      caller,
      bytes,
      "diffusion",
      (stored, weights) => new Diffusion(caller, completeOptions(caller, stored), options.network, weights),
    );
  }

  /**
   * A model from the safetensors state dict of a PyTorch module that holds `network.…`, named as in `scripts/u_net.py`, and `scale.…`, which may be
   * left out for images.
   *
   * @param options what the module was built with.
   * @throws RangeError if a weight is missing, of another shape, not finite, or unknown to the model.
   */
  static async fromTorch(bytes: Uint8Array, options: DiffusionOptions = {}): Promise<Diffusion> {
    const caller = "Diffusion.fromTorch";
    checkKinds(caller, { bytes: [bytes, "Uint8Array"] });
    const complete = completeOptions(caller, options);
    const tensors = new Map(readSafetensors(bytes).tensors);
    if (complete.shape.length === 3)
      for (const [name, values] of imageScale(complete.classes))
        if (!tensors.has(name)) tensors.set(name, { shape: [values.length], values });
    await useBackend();
    return buildFromState(
      caller,
      tensors,
      (weights) => new Diffusion(caller, complete, layersOf(options), weights),
    );
  }

  /** Use {@link Diffusion.create}: it also chooses the backend. */
  private constructor(
    caller: string,
    options: CompleteDiffusionOptions,
    layers: readonly LayerFactory[] | undefined,
    weights: WeightSource,
  ) {
    super("Diffusion", weights);
    this.options = options;
    this.schedule = noiseSchedule(options.schedule, options.steps);
    this.#scale = new DataScale(options.shape, options.classes, weights.within("scale"));
    this.#denoiser = newDenoiser(caller, options, layers, weights.within("network"));
  }

  /** Whether it makes images with values in [0, 1], not points anywhere. */
  get makesImages(): boolean {
    return this.options.shape.length === 3;
  }

  /** @internal Encoder and decoder, for what works on levels. */
  get chain(): ChainParts {
    const { predict, classes } = this.options;
    return { schedule: this.schedule, denoiser: this.#denoiser, scale: this.#scale, predict, classes };
  }

  /** The weights under PyTorch's names, `network.stem.weight`, and the data's scale, `scale.shift`. */
  weights(): Map<string, Weight> {
    const scale = [...this.#scale.weights()].map(([name, weight]) => [`scale.${name}`, weight] as const);
    return new Map([...this.denoiserWeights(), ...scale]);
  }

  /** @internal Those of the network alone. */
  denoiserWeights(): Map<string, Weight> {
    return new Map([...this.#denoiser.weights()].map(([name, weight]) => [`network.${name}`, weight]));
  }

  /**
   * New samples: from z_T ~ N(0, I) down the levels.
   *
   * @param n how many; an integer ≥ 1. All are made at once.
   * @returns images in [0, 1], shape `[n, height, width, channels]`, or points `[n, features]`; the caller disposes of it. With classes and without a
   *   label, labels are drawn as often as in the training data.
   * @throws RangeError for options outside their range; TypeError for a label of a model without classes.
   */
  sample(n: number, options: DiffusionSampleOptions = {}): Tensor {
    const caller = this.caller("sample");
    const sampling = completeSampling(caller, this.chain, n, options);
    return tidy(() => descendAll(this.chain, drawTop(n, this.options.shape, sampling.seed), sampling));
  }

  /**
   * The encoder at level t: z_t = √ᾱ_t·x + √(1 − ᾱ_t)·ε.
   *
   * @param x shape `[n, ...shape]`, or rows of as many numbers.
   * @param t an integer in [0, T].
   * @returns in the chain's units, mean 0 and deviation about 1, shape `[n, ...shape]`; the caller disposes of it.
   */
  addNoise(x: Tensor, t: number, options: { readonly seed?: number } = {}): Tensor {
    const caller = this.caller("addNoise");
    checkOptions(caller, options, ["seed"]);
    const { seed = 0 } = options;
    this.#checkRows(caller, "x", x);
    checkNumbers(caller, { t: [t, `integer in [0, ${this.options.steps}]`], seed: [seed, "integer ≥ 0"] });
    return tidy(() => {
      const inside = this.#scale.toChain(x);
      const rates = { signal: this.schedule.signal(t), noise: this.schedule.noise(t) };
      return noisy(inside, philoxNormal(inside.shape as [number], { seed, stream: 0 }), rates);
    });
  }

  /**
   * x̂(z_t, t): what the model takes z_t to be noise upon, the mean of x given z_t if it were perfect.
   *
   * @param z in the chain's units, as `addNoise` gives it; shape `[n, ...shape]`.
   * @param t its level, an integer in [1, T].
   * @returns in the data's units, shape `[n, ...shape]`; the caller disposes of it. Without a label none is taken.
   */
  denoise(z: Tensor, t: number, options: ConditionOptions = {}): Tensor {
    const caller = this.caller("denoise");
    checkOptions(caller, options, ["label", "guidance"]);
    this.#checkRows(caller, "z", z);
    checkNumbers(caller, { t: [t, `integer in [1, ${this.options.steps}]`] });
    const n = z.shape[0]!;
    const condition = conditionOf(caller, n, options, this.options.classes);
    return tidy(() => {
      const rows = reshape(z, [n, ...this.options.shape]);
      return this.#scale.toData(decodeLevel(this.chain, rows, t, condition).image);
    });
  }

  /**
   * The z_T from which the sampler of η = 0 comes to x: sampling the other way round, each level's equation solved by iteration.
   *
   * @param x shape `[n, ...shape]`.
   * @returns in the chain's units; the caller disposes of it. Without a label none is taken.
   */
  encode(x: Tensor, options: DiffusionEncodeOptions = {}): Tensor {
    const caller = this.caller("encode");
    checkOptions(caller, options, ["steps", "iterations", "label", "guidance"]);
    const { iterations = 5, ...sampling } = options;
    this.#checkRows(caller, "x", x);
    checkNumbers(caller, { iterations: [iterations, "integer in [1, 100]"] });
    const { levels, condition } = completeSampling(caller, this.chain, x.shape[0]!, sampling, {
      drawsLabels: false,
    });
    return tidy(() => ascend(this.chain, this.#scale.toChain(x), { levels, condition, iterations }));
  }

  /**
   * The samples that the sampler makes of given z_T.
   *
   * @param z in the chain's units, shape `[n, ...shape]`.
   * @returns as `sample`; the caller disposes of it. Without a label none is taken.
   */
  decode(z: Tensor, options: DiffusionSampleOptions = {}): Tensor {
    const caller = this.caller("decode");
    this.#checkRows(caller, "z", z);
    const n = z.shape[0]!;
    const sampling = completeSampling(caller, this.chain, n, options, { drawsLabels: false });
    return tidy(() => descendAll(this.chain, reshape(z.clone(), [n, ...this.options.shape]), sampling));
  }

  /**
   * Samples on the way from one z_T to another, both ends included, along a great circle, by the sampler of η = 0.
   *
   * @param n how many; an integer ≥ 2.
   * @returns as `sample`; the caller disposes of it. Without a label none is taken.
   * @throws RangeError for options outside their range.
   */
  interpolate(n: number, options: DiffusionInterpolateOptions = {}): Tensor {
    const caller = this.caller("interpolate");
    const { seeds, sampling } = interpolationEnds(caller, this.chain, n, options);
    return tidy(() => {
      const [a, b] = seeds.map((seed) => drawTop(1, this.options.shape, seed)) as [Tensor, Tensor];
      return descendAll(this.chain, greatCircle(a, b, n), sampling);
    });
  }

  /**
   * Completes samples of which a part is known.
   *
   * @param x shape `[n, ...shape]`, whose values do not matter where they are not known.
   * @param mask bool, `shape` or with sides of 1: true where x is known.
   * @returns as `sample`, equal to x where it is known; the caller disposes of it.
   * @throws TypeError for a mask that is not bool; RangeError for another shape.
   */
  inpaint(x: Tensor, mask: Tensor, options: InpaintOptions = {}): Tensor {
    const caller = this.caller("inpaint");
    checkOptions(caller, options, ["seed", "steps", "eta", "label", "guidance", "onStep", "repeats"]);
    const { repeats = 5, eta = 1, ...rest } = options;
    this.#checkRows(caller, "x", x);
    checkMask(caller, mask, this.options.shape);
    checkNumbers(caller, { repeats: [repeats, "integer in [1, 100]"] });
    const n = x.shape[0]!;
    const sampling = completeSampling(caller, this.chain, n, { ...rest, eta }, { drawsLabels: false });
    return tidy(() => {
      const known = { x: this.#scale.toChain(x), mask };
      return inpaintAll(this.chain, drawTop(n, this.options.shape, sampling.seed), known, sampling, repeats);
    });
  }

  /**
   * Trains the model in place; see {@link DiffusionFitOptions}.
   *
   * @param data of any kind that `toSamples` of @elbowjs/samples takes: values in [0, 1], or points; with labels if it has classes.
   * @throws as `train` of @elbowjs/training.
   */
  async fit(data: SamplesInput, options: DiffusionFitOptions = {}): Promise<Training<DiffusionValidation>> {
    return fitDiffusion(this.caller("fit"), this, data, options);
  }

  /** −ELBO in nats per sample, level by level; see {@link DiffusionElbo}. */
  async elbo(data: SamplesInput, options: DiffusionElboOptions = {}): Promise<DiffusionElbo> {
    return measureElbo(this.caller("elbo"), this.chain, this.options.shape, data, options);
  }

  #checkRows(caller: string, name: string, x: Tensor): void {
    checkKinds(caller, { [name]: [x, "Tensor"] });
    checkImageTensor(caller, x, this.options.shape);
  }
}

function layersOf({ network }: DiffusionOptions): readonly LayerFactory[] | undefined {
  return typeof network === "string" ? undefined : network;
}
