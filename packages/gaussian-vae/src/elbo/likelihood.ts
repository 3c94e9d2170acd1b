import { checkChoices, checkKinds, checkNumbers, checkShape } from "@elbowjs/arguments";
import {
  add,
  mul,
  sigmoid,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
} from "@tensorflow/tfjs-core";

/**
 * p(x|z): Bernoulli for each pixel, or Gaussian with mean f(z) and one standard deviation for all pixels, > 0 and 1 by default.
 */
export type Likelihood =
  | { readonly type: "bernoulli" }
  | { readonly type: "gaussian"; readonly deviation?: number };

/**
 * −ln p(x|z) in nats for each image, from the decoder's logits l; f = 1/(1 + e⁻ˡ).
 *
 * Bernoulli: Σ −x ln f − (1 − x) ln(1 − f) = Σ softplus(l) − x·l, which is finite for every l. For x between 0 and 1 this is the
 * cross-entropy that is commonly reported; it is a likelihood only for binary x. Gaussian:
 * Σ (x − f)²/2σ² + p ln σ + ½·p·ln 2π.
 *
 * @param logits shape `[n, p]`.
 * @param x shape `[n, p]`, in [0, 1].
 * @returns shape `[n]`.
 */
export function negativeLogLikelihood(likelihood: Likelihood, logits: Tensor, x: Tensor): Tensor1D {
  checkLikelihood("negativeLogLikelihood", likelihood);
  checkKinds("negativeLogLikelihood", { logits: [logits, "Tensor"], x: [x, "Tensor"] });
  checkShape("negativeLogLikelihood", "logits", logits.shape, ["n", "pixels"]);
  checkShape("negativeLogLikelihood", "x", x.shape, ["n", logits.shape[1]!]);
  checkChoices("negativeLogLikelihood", {
    "the dtype of logits": [logits.dtype, ["float32"]],
    "the dtype of x": [x.dtype, ["float32"]],
  });
  if (likelihood.type === "bernoulli") return sum(sub(softplus(logits), mul(x, logits)), 1);
  const { deviation = 1 } = likelihood;
  const pixels = logits.shape[1]!;
  const constant = pixels * (Math.log(deviation) + 0.5 * Math.log(2 * Math.PI));
  return add(mul(sum(square(sub(x, sigmoid(logits))), 1), 0.5 / deviation ** 2), constant);
}

/** Refuses another type, or a deviation that is not a positive number. */
export function checkLikelihood(caller: string, likelihood: Likelihood): void {
  checkKinds(caller, { likelihood: [likelihood, "object"] });
  checkChoices(caller, { "likelihood's type": [likelihood.type, ["bernoulli", "gaussian"]] });
  if (likelihood.type === "bernoulli") return;
  checkNumbers(caller, { deviation: [likelihood.deviation, "> 0 or undefined"] });
}
