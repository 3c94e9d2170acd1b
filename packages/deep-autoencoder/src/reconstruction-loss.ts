import {
  mean,
  mul,
  type Scalar,
  sigmoid,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";

/** What is minimized; see {@link reconstructionLoss}. */
export type LossName = "squared" | "cross-entropy";

/**
 * The mean over images of a sum over pixels, from what the decoder has before its output function, o, and y = σ(o) or o.
 *
 * `squared`: Σ (y − x)². `cross-entropy`: Σ −x ln y − (1 − x) ln(1 − y) = Σ softplus(o) − x·o in nats, finite for every o; for x
 * between 0 and 1 its least value is the entropy of x, not 0.
 *
 * @param before o, shape `[n, pixels]`.
 * @param x shape `[n, pixels]`.
 */
export function reconstructionLoss(
  loss: LossName,
  output: "sigmoid" | "linear",
  before: Tensor,
  x: Tensor,
): Scalar {
  return tidy(() => {
    if (loss === "cross-entropy") return mean(sum(sub(softplus(before), mul(x, before)), 1));
    const y = output === "sigmoid" ? sigmoid(before) : before;
    return mean(sum(square(sub(y, x)), 1));
  }) as Scalar;
}
