import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { dataVector } from "../data-matrix.js";
import { checkedLearningRate } from "../learning-rate.js";
import { type HebbianOptions, type HebbianStep, present } from "./hebbian-step.js";

/** The averages that {@link covarianceStep} compares with. */
export interface CovarianceAverages {
  /** x̄, the time average of the input, d numbers. */
  readonly meanInput: ArrayLike<number>;
  /** ȳ, the time average of the output. */
  readonly meanOutput: number;
}

/**
 * The covariance rule: w ← w + η·(x − x̄)·(y − ȳ). Unlike Hebb's rule it can also weaken a weight: when input and
 * output are on different sides of their averages. Averaged over the data the change is η·Cov(x, y); for a linear
 * neuron that is η·C·w with C the (biased) covariance matrix of the inputs.
 *
 * @param weights w, d numbers.
 * @param x The point presented, d numbers.
 * @param options `learningRate` default 1; `activation` default `"linear"`, for which the change is the covariance.
 * @throws RangeError if the shapes differ, a number is not finite or η is not positive.
 * @see T. J. Sejnowski, Storing covariance with nonlinearly interacting neurons (1977); ECE/CS 559, lecture 17.
 */
export function covarianceStep(
  weights: ArrayLike<number>,
  x: ArrayLike<number>,
  averages: CovarianceAverages,
  options: HebbianOptions = {},
): HebbianStep {
  checkOptions("covarianceStep", options, ["learningRate", "activation"]);
  const { learningRate = 1, activation = "linear" } = options;
  const eta = checkedLearningRate(learningRate, "covarianceStep");
  checkKinds("covarianceStep", {
    averages: [averages, { meanInput: "numbers" }],
    weights: [weights, "numbers"],
  });
  const { meanInput, meanOutput } = averages;
  const mean = dataVector(meanInput, "covarianceStep", "meanInput", weights.length);
  checkNumbers("covarianceStep", { meanOutput: [meanOutput, "finite"] });
  return present(
    "covarianceStep",
    weights,
    x,
    activation,
    (_w, xi, y, i) => eta * (xi - mean[i]!) * (y - meanOutput),
  );
}
