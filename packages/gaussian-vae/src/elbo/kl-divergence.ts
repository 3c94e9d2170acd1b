import { checkKinds, checkNumbers, checkShape } from "@elbowjs/arguments";
import {
  add,
  exp,
  maximum,
  mean,
  mul,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from "@tensorflow/tfjs-core";

/**
 * KL(N(μ, σ²) ‖ N(0, 1)) in nats for each image and latent unit: ½(μ² + σ² − 1 − ln σ²), ≥ 0, and 0 at the prior.
 *
 * @param mean μ, shape `[n, d]`.
 * @param logVar ln σ², shape `[n, d]`.
 */
export function klDivergence(mean: Tensor, logVar: Tensor): Tensor2D {
  checkKinds("klDivergence", { mean: [mean, "Tensor"], logVar: [logVar, "Tensor"] });
  checkShape("klDivergence", "logVar", logVar.shape, mean.shape);
  return mul(sub(sub(add(square(mean), exp(logVar)), 1), logVar), 0.5);
}

/**
 * The KL term of the objective with free bits: Σⱼ max(λ, mean over the batch of KLⱼ). A unit pays nothing for its first λ nats,
 * so that it is not switched off before the decoder has learnt to use it.
 *
 * @param kl of each image and unit, shape `[n, d]`.
 * @param freeBits λ ≥ 0 in nats.
 * @see D. Kingma et al., Improved Variational Inference with Inverse Autoregressive Flow, 2016, equation 15.
 */
export function freeBitsKl(kl: Tensor, freeBits: number): Tensor {
  checkKinds("freeBitsKl", { kl: [kl, "Tensor"] });
  checkShape("freeBitsKl", "kl", kl.shape, ["n", "units"]);
  checkNumbers("freeBitsKl", { freeBits: [freeBits, "≥ 0"] });
  return sum(maximum(mean(kl, 0), freeBits));
}
