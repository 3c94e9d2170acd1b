import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { dataVector } from "../data-matrix.js";

/** A layer after dropout, and the mask that its backward pass needs. */
export interface Dropout {
  readonly output: Float64Array;
  /** 0 for a dropped unit and 1/(1 − p) for a kept one. */
  readonly mask: Float64Array;
}

/**
 * Inverted dropout: each unit is dropped with probability p, and the kept ones are divided by 1 − p, so that the
 * expectation is x and nothing has to change when the network is used.
 *
 * @param x Activations.
 * @param options `rate` p in [0, 1), default 0.5; `random`, uniform in [0, 1), one call per unit in order.
 * @throws RangeError if p is outside [0, 1) or x is empty or not finite.
 * @see N. Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting (2014).
 */
export function dropout(
  x: ArrayLike<number>,
  options: { readonly rate?: number; readonly random: () => number },
): Dropout {
  checkOptions("dropout", options, ["rate", "random"]);
  checkKinds("dropout", { options: [options, { random: "function" }] });
  const { rate = 0.5, random } = options;
  checkNumbers("dropout", { rate: [rate, "[0, 1)"] });
  const input = dataVector(x, "dropout", "x");
  const mask = input.map(() => (random() < rate ? 0 : 1 / (1 - rate)));
  return { output: input.map((value, i) => value * mask[i]!), mask };
}

/**
 * Backward pass of dropout: the gradient at the input is the gradient at the output times the mask.
 *
 * @throws RangeError if the shapes differ or a number is not finite.
 */
export function dropoutBackward(gradient: ArrayLike<number>, dropped: Dropout): Float64Array {
  checkKinds("dropoutBackward", { dropped: [dropped, { mask: "numbers" }] });
  const { mask } = dropped;
  return dataVector(gradient, "dropoutBackward", "gradient", mask.length).map((g, i) => g * mask[i]!);
}
