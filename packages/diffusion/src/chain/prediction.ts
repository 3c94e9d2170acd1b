import { add, mul, sub, type Tensor } from "@tensorflow/tfjs-core";

/**
 * What the network is asked for at z_t = a·x + b·ε: the noise ε, the velocity a·ε − b·x, or the image x. Each tells the others.
 *
 * @see T. Salimans, J. Ho, Progressive Distillation for Fast Sampling of Diffusion Models, 2022, appendix D, for the velocity.
 */
export type Prediction = "noise" | "velocity" | "image";

/** The predictions by name. */
export const predictions: readonly Prediction[] = ["noise", "velocity", "image"];

/** √ᾱ_t and √(1 − ᾱ_t): numbers, or a tensor with one per row. */
export interface Rates {
  readonly signal: number | Tensor;
  readonly noise: number | Tensor;
}

/** What the network is asked for, given what is in z_t. */
export function target(predict: Prediction, x: Tensor, epsilon: Tensor, { signal, noise }: Rates): Tensor {
  switch (predict) {
    case "noise":
      return epsilon.clone();
    case "velocity":
      return sub(mul(epsilon, signal), mul(x, noise));
    case "image":
      return x.clone();
    default:
      return predict satisfies never;
  }
}

/** x̂ out of the network's answer at z_t. */
export function imageOf(
  predict: Prediction,
  answer: Tensor,
  z: Tensor,
  { signal, noise }: { readonly signal: number; readonly noise: number },
): Tensor {
  switch (predict) {
    case "noise":
      return mul(sub(z, mul(answer, noise)), 1 / signal);
    case "velocity":
      return sub(mul(z, signal), mul(answer, noise));
    case "image":
      return answer.clone();
    default:
      return predict satisfies never;
  }
}

/** z_t = signal·x + noise·ε. */
export function noisy(x: Tensor, epsilon: Tensor, { signal, noise }: Rates): Tensor {
  return add(mul(x, signal), mul(epsilon, noise));
}
