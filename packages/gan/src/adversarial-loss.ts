import {
  add,
  mean,
  mul,
  neg,
  relu,
  type Scalar,
  softplus,
  square,
  sub,
  type Tensor,
} from "@tensorflow/tfjs-core";

/** What the two players minimise. */
export type AdversarialLoss = "minimax" | "non-saturating" | "least-squares" | "hinge" | "wasserstein-gp";

/** The losses by name. */
export const adversarialLosses: readonly AdversarialLoss[] = [
  "minimax",
  "non-saturating",
  "least-squares",
  "hinge",
  "wasserstein-gp",
];

/** Whether the discriminator's output is the logit of a probability, ln D(x) − ln(1 − D(x)). */
export function isProbabilistic(loss: AdversarialLoss): boolean {
  return loss === "minimax" || loss === "non-saturating";
}

/** Whether the loss has a target for real images, which can be smoothed. */
export function hasTarget(loss: AdversarialLoss): boolean {
  return isProbabilistic(loss) || loss === "least-squares";
}

/**
 * The discriminator's loss, with r its outputs on real and f on generated images, and s the smoothing:
 *
 * - `minimax`, `non-saturating`: −E[(1 − s) ln σ(r) + s ln(1 − σ(r))] − E[ln(1 − σ(f))], the cross-entropy, twice the lecture's;
 * - `least-squares`: ½E(r − 1 + s)² + ½E f²;
 * - `hinge`: E max(0, 1 − r) + E max(0, 1 + f);
 * - `wasserstein-gp`: E f − E r, to which the gradient penalty comes.
 *
 * ln σ is computed as −softplus, which does not overflow.
 *
 * @param real r, any shape. @param fake f.
 * @param smoothing s in [0, 1): one-sided, for real images only. Default 0.
 * @see I. Goodfellow et al., 2014; X. Mao et al., Least Squares GANs, 2017; J. Lim, J. Ye, Geometric GAN, 2017; M. Arjovsky et
 *   al., Wasserstein GAN, 2017; T. Salimans et al., Improved Techniques for Training GANs, 2016, section 3.4.
 */
export function discriminatorLoss(loss: AdversarialLoss, real: Tensor, fake: Tensor, smoothing = 0): Scalar {
  switch (loss) {
    case "minimax":
    case "non-saturating": {
      const right = softplus(neg(real));
      const onReal = smoothing === 0 ? right : add(mul(right, 1 - smoothing), mul(softplus(real), smoothing));
      return add(mean(onReal), mean(softplus(fake)));
    }
    case "least-squares":
      return mul(add(mean(square(sub(real, 1 - smoothing))), mean(square(fake))), 0.5);
    case "hinge":
      return add(mean(relu(sub(1, real))), mean(relu(add(1, fake))));
    case "wasserstein-gp":
      return sub(mean(fake), mean(real));
    default:
      return loss satisfies never;
  }
}

/**
 * The generator's loss, with f the discriminator's outputs on its images:
 *
 * - `minimax`: E ln(1 − σ(f)), the other side of the discriminator's game. Its slope by f is −σ(f): 0 where the discriminator is sure,
 *   which is where a generator begins;
 * - `non-saturating`: −E ln σ(f), of the same fixed point and the slope −(1 − σ(f)), which is −1 there;
 * - `least-squares`: ½E(f − 1)²;
 * - `hinge`, `wasserstein-gp`: −E f.
 */
export function generatorLoss(loss: AdversarialLoss, fake: Tensor): Scalar {
  switch (loss) {
    case "minimax":
      return neg(mean(softplus(fake)));
    case "non-saturating":
      return mean(softplus(neg(fake)));
    case "least-squares":
      return mul(mean(square(sub(fake, 1))), 0.5);
    case "hinge":
    case "wasserstein-gp":
      return neg(mean(fake));
    default:
      return loss satisfies never;
  }
}
