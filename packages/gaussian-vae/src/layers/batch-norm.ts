import { add, customGrad, div, mul, rsqrt, square, sub, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { channelSums } from "./channel-sums.js";
import type { LayerFactory } from "./layer.js";
import { weight } from "./weight.js";

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
  return (shape) => {
    const channels = shape.at(-1)!;
    const constant = (value: number) => new Float32Array(channels).fill(value);
    const gamma = weight("weight", [channels], constant(1));
    const beta = weight("bias", [channels], constant(0));
    const mean = weight("running_mean", [channels], constant(0), { trainable: false });
    const variance = weight("running_var", [channels], constant(1), { trainable: false });
    const moveTo = (batchMean: Tensor, batchVariance: Tensor, m: number) =>
      tidy(() => {
        const unbiased = mul(batchVariance, m / (m - 1));
        mean.variable.assign(add(mul(mean.variable, 1 - momentum), mul(batchMean, momentum)));
        variance.variable.assign(add(mul(variance.variable, 1 - momentum), mul(unbiased, momentum)));
      });
    return {
      name: shape.length === 1 ? "BatchNorm1d" : "BatchNorm2d",
      inputShape: shape,
      outputShape: shape,
      weights: [gamma, beta, mean, variance],
      apply: (x, { training }) =>
        training
          ? normalizeBatch(x, gamma.variable, beta.variable, moveTo)
          : normalize(x, gamma.variable, beta.variable, mean.variable, variance.variable),
    };
  };
}

/** γ·(x − μ)/√(σ² + ε) + β, as one product and one sum over the data. */
function normalize(x: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, variance: Tensor): Tensor {
  const scale = mul(gamma, rsqrt(add(variance, epsilon)));
  return add(mul(x, scale), sub(beta, mul(mean, scale)));
}

/**
 * Normalises by the batch's own statistics, with the gradient written by hand: for x̂ = (x − μ)/σ,
 * ∂x = γ/σ · (∂y − mean ∂y − x̂ · mean(∂y·x̂)), ∂γ = Σ ∂y·x̂, ∂β = Σ ∂y. The chain rule over the elementary operations
 * gives the same in three times as many passes over the data.
 */
function normalizeBatch(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  onStatistics: (mean: Tensor, variance: Tensor, m: number) => void,
): Tensor {
  const m = x.size / gamma.size;
  const operation = customGrad((...args: unknown[]) => {
    const [x, gamma, beta, save] = args as [Tensor, Tensor, Tensor, (tensors: Tensor[]) => void];
    const mean = div(channelSums(x), m);
    const centered = sub(x, mean); // before squaring: E[x²] − μ² would cancel
    const variance = div(channelSums(square(centered)), m);
    onStatistics(mean, variance, m);
    const inverse = rsqrt(add(variance, epsilon));
    const xHat = mul(centered, inverse);
    save([xHat, inverse, gamma]);
    return {
      value: add(mul(xHat, gamma), beta),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [xHat, inverse, gamma] = saved as [Tensor, Tensor, Tensor];
        const dBeta = channelSums(dy);
        const dGamma = channelSums(mul(dy, xHat));
        const dx = mul(sub(sub(dy, div(dBeta, m)), mul(xHat, div(dGamma, m))), mul(gamma, inverse));
        return [dx, dGamma, dBeta];
      },
    };
  });
  return operation(x, gamma, beta);
}
