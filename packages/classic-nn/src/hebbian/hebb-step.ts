import { checkOptions } from "@elbowjs/arguments";
import { checkedLearningRate } from "../learning-rate.js";
import { type HebbianOptions, type HebbianStep, present } from "./hebbian-step.js";

/**
 * Hebb's rule: w ← w + η·y·x with y = φ(wᵀx). What fires together wires together, and nothing ever forgets,
 * so ‖w‖ grows without bound under repeated presentation.
 *
 * @param weights w, d numbers.
 * @param x The point presented, d numbers.
 * @returns v, y, the change and the new weights.
 * @throws RangeError if the shapes differ, a number is not finite or η is not positive.
 * @see D. O. Hebb, The Organization of Behavior (1949); ECE/CS 559, lecture 17.
 */
export function hebbStep(
  weights: ArrayLike<number>,
  x: ArrayLike<number>,
  options: HebbianOptions = {},
): HebbianStep {
  checkOptions("hebbStep", options, ["learningRate", "activation"]);
  const { learningRate = 1, activation = "sign" } = options;
  const eta = checkedLearningRate(learningRate, "hebbStep");
  return present("hebbStep", weights, x, activation, (_w, xi, y) => eta * y * xi);
}
