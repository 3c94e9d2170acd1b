import { checkKinds } from "@elbowjs/arguments";
import type { Pass, WeightSource } from "@elbowjs/layers";
import type { SamplesInput } from "@elbowjs/samples";
import { newModel, openModel, stream } from "@elbowjs/training";
import { type Tensor, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { collapseWarning, type LatentActivity } from "../latent-activity.js";
import { type DiagonalGaussian, draw, logRatio } from "./diagonal-gaussian.js";
import { type ElboMeasurement, type ElboOptions, type ElboTerms, measureElbo } from "./elbo.js";
import type { ElboFitOptions } from "./elbo-fit-options.js";
import { ElboModel } from "./elbo-model.js";
import { completeOptions, type ElboModelOptions } from "./elbo-model-options.js";
import { klDivergence } from "./kl-divergence.js";

/** Options of {@link StandardVae.create}. */
export type StandardVaeOptions = ElboModelOptions;

/** Options of {@link StandardVae.fit}, besides those of every model. */
export type StandardFitOptions = ElboFitOptions<ElboEvaluation>;

/** μ and ln σ² of q(z|x), each `[n, latent]`. */
export type Posterior = DiagonalGaussian;

/** What {@link StandardVae.evaluate} measures. */
export interface ElboEvaluation extends ElboMeasurement, LatentActivity {
  /** In words, if the posterior has collapsed: which units the decoder does not use, why, and what helps. */
  readonly warning?: string;
}

/**
 * The variational autoencoder: q(z|x) = N(μ(x), diag σ²(x)) with a learnt variance, prior N(0, I), trained on
 * −ELBO = E_q[−ln p(x|z)] + KL(q(z|x) ‖ N(0, I)) in nats per image, with one draw z = μ + σ·ε.
 *
 * With `classes` it is conditional on the label y: −ELBO = E_q[−ln p(x|z, y)] + KL(q(z|x, y) ‖ N(0, I)), a bound on −ln p(x|y).
 *
 * @see D. Kingma, M. Welling, Auto-Encoding Variational Bayes, 2014; K. Sohn, H. Lee, X. Yan, Learning Structured Output
 * Representation using Deep Conditional Generative Models, 2015.
 */
export class StandardVae extends ElboModel<ElboModelOptions, ElboEvaluation> {
  readonly format = "standard-vae";
  readonly levelSizes: readonly [number];

  /**
   * A new model with PyTorch's default initial weights. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless the
   * program has set one.
   *
   * @throws RangeError or TypeError if an option is outside its range or kind, or the stages do not fit the images.
   */
  static async create(options: StandardVaeOptions = {}): Promise<StandardVae> {
    const complete = completeOptions("StandardVae.create", options);
    return newModel(stream(complete.seed, "weights"), (weights) => new StandardVae(complete, weights));
  }

  /**
   * A model from a file that {@link StandardVae.toSafetensors} wrote, or from a checkpoint of `fit`.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<StandardVae> {
    const caller = "StandardVae.fromSafetensors";
    return openModel(
      caller,
      bytes,
      "standard-vae",
      (options, weights) => new StandardVae(completeOptions(caller, options), weights),
    );
  }

  /** Use {@link StandardVae.create}: it also chooses the backend. */
  private constructor(options: Required<StandardVaeOptions>, weights: WeightSource) {
    super("StandardVae", options, weights);
    this.levelSizes = [options.latent];
  }

  terms(x: Tensor, noise: Tensor2D, pass: Pass): ElboTerms {
    checkKinds(this.caller("terms"), { noise: [noise, "Tensor"] });
    const q = this.posterior(x, pass);
    const z = draw(q, noise);
    const level = {
      kl: klDivergence(q.mean, q.logVar),
      logRatio: () => logRatio(q, noise, z),
      mean: () => q.mean,
    };
    return { ...this.likelihood(x, z, pass), levels: [level] };
  }

  /** The ELBO and its terms on images, and which latent units are in use; see {@link ElboEvaluation}. */
  async evaluate(images: SamplesInput, options: ElboOptions = {}): Promise<ElboEvaluation> {
    const { total, levels } = await measureElbo(this.caller("evaluate"), this, images, options);
    const level = levels[0]!;
    const warning = collapseWarning(
      level,
      total.size,
      "q(z|x)",
      "Try klWarmup, freeBits, a smaller beta, or fewer units",
    );
    return { ...total, ...level, ...(warning && { warning }) };
  }

  protected drawPrior(n: number, noise: number, seed: number): Tensor2D {
    const { latent } = this.options;
    return tensor2d(Float32Array.from(stream(seed, "sample").normal(0, noise, n * latent)), [n, latent]);
  }
}
