import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { useBackend } from "@elbowjs/backend";
import { build, evaluation, type Pass, randomWeights, Sequential, type WeightSource } from "@elbowjs/layers";
import type { SamplesInput } from "@elbowjs/samples";
import { openModel, stream } from "@elbowjs/training";
import { slice, type Tensor, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { diagonalGaussian, draw, logRatio } from "../elbo/diagonal-gaussian.js";
import {
  type ElboMeasurement,
  type ElboOptions,
  type ElboTerms,
  type LevelEvaluation,
  measureElbo,
} from "../elbo/elbo.js";
import type { ElboFitOptions } from "../elbo/elbo-fit-options.js";
import { ElboModel } from "../elbo/elbo-model.js";
import { completeOptions, type ElboModelOptions, elboModelOptionNames } from "../elbo/elbo-model-options.js";
import { klDivergence } from "../elbo/kl-divergence.js";
import { collapseWarning } from "../latent-activity.js";
import { encoderLayers } from "../stages.js";

/** Options of {@link HierarchicalVae.create}: those of the standard VAE, z₁ having `latent` units, and of the second level. */
export interface HierarchicalVaeOptions extends ElboModelOptions {
  /** Units of z₂; an integer ≥ 1. Default 5. */
  readonly upperLatent?: number;
  /** Units of the hidden layer between z₁ and z₂, in both directions; an integer ≥ 1. Default 64. */
  readonly hidden?: number;
}

/** Options of {@link HierarchicalVae.fit}, besides those of every model. */
export type HierarchicalFitOptions = ElboFitOptions<HierarchicalEvaluation>;

/** What {@link HierarchicalVae.evaluate} measures. */
export interface HierarchicalEvaluation extends ElboMeasurement {
  /** z₁, then z₂; their `kl` sum to the whole. */
  readonly levels: readonly LevelEvaluation[];
  /** In words, if the posterior of a level has collapsed: which units, why, and what helps. */
  readonly warning?: string;
}

/**
 * The variational autoencoder with two levels of latent units. Images are made from the top: p(z₂) = N(0, I),
 * p(z₁|z₂) = N(μₚ(z₂), diag σₚ²(z₂)), p(x|z₁); they are explained from the bottom: q(z₁|x) and q(z₂|z₁), Gaussians with learnt
 * variances. −ELBO in nats per image is the sum of
 *
 * - E[−ln p(x|z₁)],
 * - E[ln q(z₁|x) − ln p(z₁|z₂)], level 1: z₂ depends on z₁, so that it is taken at the draw, which may be negative for one image,
 * - E[KL(q(z₂|z₁) ‖ N(0, I))], level 2, in closed form given z₁,
 *
 * with one draw z₁ = μ + σ·ε₁, z₂ = μ(z₁) + σ(z₁)·ε₂. Levels 1 and 2 together are KL(q(z₁, z₂|x) ‖ p(z₁, z₂)).
 *
 * @see D. Rezende, S. Mohamed, D. Wierstra, Stochastic Backpropagation and Approximate Inference in Deep Generative Models, 2014;
 * Y. Burda, R. Grosse, R. Salakhutdinov, Importance Weighted Autoencoders, 2016, section 2.
 */
export class HierarchicalVae extends ElboModel<HierarchicalVaeOptions, HierarchicalEvaluation> {
  readonly format = "hierarchical-vae";
  readonly levelSizes: readonly [number, number];
  /** z₁ to μ and ln σ² of q(z₂|z₁), side by side. */
  readonly upperEncoder: Sequential;
  /** z₂ to μ and ln σ² of p(z₁|z₂), side by side. */
  readonly upperDecoder: Sequential;

  /**
   * A new model with PyTorch's default initial weights. Chooses a backend first (`useBackend()` of @elbowjs/backend), unless the
   * program has set one.
   *
   * @throws RangeError or TypeError if an option is outside its range or kind, or the stages do not fit the images.
   */
  static async create(options: HierarchicalVaeOptions = {}): Promise<HierarchicalVae> {
    const complete = completeHierarchical("HierarchicalVae.create", options);
    await useBackend();
    const [lower, upper] = [stream(complete.seed, "weights"), stream(complete.seed, "weights", 1)];
    const source = randomWeights((part) => (part.startsWith("upper") ? upper : lower));
    return build(source, (weights) => new HierarchicalVae(complete, weights));
  }

  /**
   * A model from a file that {@link HierarchicalVae.toSafetensors} wrote, or from a checkpoint of `fit`.
   *
   * @throws RangeError if the bytes are not such a file.
   */
  static async fromSafetensors(bytes: Uint8Array): Promise<HierarchicalVae> {
    const caller = "HierarchicalVae.fromSafetensors";
    return openModel(
      caller,
      bytes,
      "hierarchical-vae",
      (options, weights) => new HierarchicalVae(completeHierarchical(caller, options), weights),
    );
  }

  /** Use {@link HierarchicalVae.create}: it also chooses the backend. */
  private constructor(options: Required<HierarchicalVaeOptions>, weights: WeightSource) {
    super("HierarchicalVae", options, weights);
    const { latent, upperLatent, hidden, dropout: rate } = options;
    this.levelSizes = [latent, upperLatent];
    const between = (part: string, from: number, to: number) =>
      new Sequential(
        [from],
        encoderLayers([{ type: "linear", units: hidden }], 2 * to, { rate }),
        weights.within(part),
      );
    this.upperEncoder = between("upperEncoder", latent, upperLatent);
    this.upperDecoder = between("upperDecoder", upperLatent, latent);
  }

  protected override networks(): Record<string, Sequential> {
    return { ...super.networks(), upperEncoder: this.upperEncoder, upperDecoder: this.upperDecoder };
  }

  terms(x: Tensor, noise: Tensor2D, pass: Pass): ElboTerms {
    const { latent, upperLatent } = this.options;
    checkKinds(this.caller("terms"), { noise: [noise, "Tensor"] });
    const n = noise.shape[0];
    const epsilon1 = slice(noise, [0, 0], [n, latent]);
    const epsilon2 = slice(noise, [0, latent], [n, upperLatent]);
    const q1 = this.posterior(x, pass);
    const z1 = draw(q1, epsilon1);
    const q2 = diagonalGaussian(this.upperEncoder.apply(z1, pass));
    const z2 = draw(q2, epsilon2);
    const p1 = diagonalGaussian(this.upperDecoder.apply(z2, pass));
    const lower = logRatio(q1, epsilon1, z1, p1);
    const levels = [
      { kl: lower, logRatio: () => lower, mean: () => q1.mean },
      {
        kl: klDivergence(q2.mean, q2.logVar),
        logRatio: () => logRatio(q2, epsilon2, z2),
        mean: () => diagonalGaussian(this.upperEncoder.apply(q1.mean, pass)).mean,
      },
    ];
    return { ...this.likelihood(x, z1, pass), levels };
  }

  /** The ELBO and its terms on images, and which latent units are in use; see {@link HierarchicalEvaluation}. */
  async evaluate(images: SamplesInput, options: ElboOptions = {}): Promise<HierarchicalEvaluation> {
    const { total, levels } = await measureElbo(this.caller("evaluate"), this, images, options);
    const warning = levels
      .flatMap((level, i) => {
        const posterior = ["q(z₁|x)", "q(z₂|z₁)"][i]!;
        const found = collapseWarning(
          level,
          total.size,
          posterior,
          "Try klWarmup, freeBits, or fewer units on this level",
        );
        return found ? [`level ${i + 1}: ${found}`] : [];
      })
      .join("; ");
    return { ...total, levels, ...(warning && { warning }) };
  }

  /** z₁ from the top: z₂ ~ N(0, noise²·I), then z₁ = μₚ(z₂) + noise·σₚ(z₂)·ε. */
  protected drawPrior(n: number, noise: number, seed: number): Tensor2D {
    const { latent, upperLatent } = this.options;
    const random = stream(seed, "sample");
    const normal = (width: number) =>
      tensor2d(Float32Array.from(random.normal(0, noise, n * width)), [n, width]);
    const z2 = normal(upperLatent);
    return draw(diagonalGaussian(this.upperDecoder.apply(z2, evaluation)), normal(latent));
  }
}

function completeHierarchical(
  caller: string,
  options: HierarchicalVaeOptions,
): Required<HierarchicalVaeOptions> {
  checkOptions(caller, options, [...elboModelOptionNames, "upperLatent", "hidden"]);
  const { upperLatent = 5, hidden = 64, ...rest } = options;
  checkNumbers(caller, { upperLatent: [upperLatent, "integer ≥ 1"], hidden: [hidden, "integer ≥ 1"] });
  return { ...completeOptions(caller, rest), upperLatent, hidden };
}
