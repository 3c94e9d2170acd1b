import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkedLearningRate } from "../learning-rate.js";
import { type HebbianOptions, type HebbianStep, present } from "./hebbian-step.js";

/** Settings of {@link dampedHebbStep}. */
export interface DampedHebbOptions extends HebbianOptions {
  /** α in [0, 1), the part of the weights kept at each step. Default 0.9. */
  readonly alpha?: number;
}

function checkedAlpha(alpha: number, caller: string): number {
  checkNumbers(caller, { alpha: [alpha, "[0, 1)"] });
  return alpha;
}

/**
 * Damped Hebb's rule: w ← α·w + η·y·x. The neuron forgets a part 1 − α of its weights at each step, which keeps
 * them bounded: for |y·x_i| ≤ 1 they stay within η/(1 − α), see {@link dampedHebbLimit}.
 *
 * @param weights w, d numbers.
 * @param x The point presented, d numbers.
 * @throws RangeError if the shapes differ, a number is not finite, η is not positive or α is outside [0, 1).
 * @see ECE/CS 559, lecture 17.
 */
export function dampedHebbStep(
  weights: ArrayLike<number>,
  x: ArrayLike<number>,
  options: DampedHebbOptions = {},
): HebbianStep {
  checkOptions("dampedHebbStep", options, ["learningRate", "activation", "alpha"]);
  const { learningRate = 1, activation = "sign", alpha = 0.9 } = options;
  const eta = checkedLearningRate(learningRate, "dampedHebbStep");
  const keep = checkedAlpha(alpha, "dampedHebbStep");
  return present("dampedHebbStep", weights, x, activation, (w, xi, y) => (keep - 1) * w + eta * y * xi);
}

/**
 * Where a weight ends when the same product y·x_i = `product` is presented for ever: the geometric series
 * η·product·(1 + α + α² + …) = η·product/(1 − α); with η = 1 and product 1, the lecture's 1/(1 − α).
 *
 * @throws RangeError if α is outside [0, 1) or η is not positive.
 */
export function dampedHebbLimit(
  alpha: number,
  options: { readonly learningRate?: number; readonly product?: number } = {},
): number {
  checkOptions("dampedHebbLimit", options, ["learningRate", "product"]);
  const { learningRate = 1, product = 1 } = options;
  checkNumbers("dampedHebbLimit", { product: [product, "finite"] });
  return (
    (checkedLearningRate(learningRate, "dampedHebbLimit") * product) /
    (1 - checkedAlpha(alpha, "dampedHebbLimit"))
  );
}
