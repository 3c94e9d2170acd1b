import { checkKinds } from "@elbowjs/arguments";
import { reluBatchNormDropout } from "@elbowjs/backend/fused";
import { add, mul, rsqrt, sub, type Tensor, type Tensor1D, tidy } from "@tensorflow/tfjs-core";
import { dropoutStream } from "./dropout.js";
import { constant } from "./initialiser.js";
import type { LayerFactory, Pass } from "./layer.js";
import { checkSource } from "./weight-source.js";

/** PyTorch's defaults. */
const epsilon = 1e-5;
const momentum = 0.1;

/**
 * PyTorch's `BatchNorm1d` and `BatchNorm2d`: y = γ·(x − μ)/√(σ² + 10⁻⁵) + β for each unit or channel.
 *
 * In training μ and σ² are the batch's, σ² with divisor m, and the running statistics move a tenth of the way to μ and to
 * the variance with divisor m − 1. In evaluation the running statistics take their place. Starts at γ = 1, β = 0, running
 * mean 0 and variance 1.
 *
 * @see S. Ioffe, C. Szegedy, Batch Normalization, 2015.
 */
export function batchNorm(): LayerFactory {
  return (shape, weights) => {
    checkKinds("batchNorm", { shape: [shape, ["number"]] });
    checkSource("batchNorm", weights);
    const channels = shape.at(-1)!;
    const fixed = { trainable: false };
    const gamma = weights.make("weight", [channels], constant(1));
    const beta = weights.make("bias", [channels], constant(0));
    const mean = weights.make("running_mean", [channels], constant(0), fixed);
    const variance = weights.make("running_var", [channels], constant(1), fixed);
    const moveTo = (batchMean: Tensor, batchVariance: Tensor, m: number) =>
      tidy(() => {
        const unbiased = mul(batchVariance, m / (m - 1));
        mean.variable.assign(add(mul(mean.variable, 1 - momentum), mul(batchMean, momentum)));
        variance.variable.assign(add(mul(variance.variable, 1 - momentum), mul(unbiased, momentum)));
      });
    /** In training: the normalisation of max(x, 0), or of x, and dropout at `rate`. */
    const normalizeBatch = (x: Tensor, relu: boolean, rate: number, { random }: Pass): Tensor => {
      const [scale, shift] = [gamma.variable, beta.variable] as unknown as [Tensor1D, Tensor1D];
      const options = { relu, epsilon, ...(rate > 0 && { dropout: { rate, seed: dropoutStream(random) } }) };
      const { y, mean, variance } = reluBatchNormDropout(x, scale, shift, options);
      moveTo(mean, variance, x.size / channels);
      return y;
    };
    return {
      name: shape.length === 1 ? "BatchNorm1d" : "BatchNorm2d",
      inputShape: shape,
      outputShape: shape,
      weights: [gamma, beta, mean, variance],
      pointwise: true,
      fuse: (before, after) => {
        const relu = before?.rectifies === true;
        const rate = after?.dropRate ?? 0;
        return {
          takesBefore: relu,
          takesAfter: after?.dropRate !== undefined,
          apply: (x, pass) => normalizeBatch(x, relu, rate, pass),
        };
      },
      apply: (x, pass) =>
        pass.training
          ? normalizeBatch(x, false, 0, pass)
          : normalize(x, gamma.variable, beta.variable, mean.variable, variance.variable),
    };
  };
}

/** γ·(x − μ)/√(σ² + ε) + β, as one product and one sum over the data. */
function normalize(x: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, variance: Tensor): Tensor {
  const scale = mul(gamma, rsqrt(add(variance, epsilon)));
  return add(mul(x, scale), sub(beta, mul(mean, scale)));
}
