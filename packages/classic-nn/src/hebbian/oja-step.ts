import { checkOptions } from "@elbowjs/arguments";
import { SingularValueDecomposition } from "ml-matrix";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";
import { fixedSign } from "../fixed-sign.js";
import { checkedLearningRate } from "../learning-rate.js";
import { type HebbianStep, present } from "./hebbian-step.js";

/**
 * Oja's rule for a linear neuron: w ← w + η·y·(x − y·w), y = wᵀx. It is Hebb's rule with the weights scaled back to
 * length 1, to first order in η, so on centred data w turns to the first principal component (up to its sign).
 *
 * @param weights w, d numbers.
 * @param x The point presented, d numbers; centre the data first.
 * @param options `learningRate` η > 0, default 0.01: stability asks for η·‖x‖² well below 1.
 * @throws RangeError if the shapes differ, a number is not finite or η is not positive.
 * @see E. Oja, A simplified neuron model as a principal component analyzer (1982); ECE/CS 559, lecture 17.
 */
export function ojaStep(
  weights: ArrayLike<number>,
  x: ArrayLike<number>,
  options: { readonly learningRate?: number } = {},
): HebbianStep {
  checkOptions("ojaStep", options, ["learningRate"]);
  const { learningRate = 0.01 } = options;
  const eta = checkedLearningRate(learningRate, "ojaStep");
  return present("ojaStep", weights, x, "linear", (w, xi, y) => eta * y * (xi - y * w));
}

/**
 * The unit vector along which the data vary most: the first right singular vector of the centred data, by SVD.
 * Its sign is fixed by making its entry of largest magnitude positive.
 *
 * @param points n×d, one row per point.
 * @throws RangeError if the data are empty, ragged or not finite, or if all points are equal.
 */
export function firstPrincipalComponent(points: DataMatrix): Float64Array {
  const x = dataMatrix(points, "firstPrincipalComponent", "points").center("column");
  const svd = new SingularValueDecomposition(x, { autoTranspose: true });
  if (!(svd.norm2 > 0))
    throw new RangeError(
      `firstPrincipalComponent: expected points that differ, got ${x.rows} equal points of shape [${x.rows}, ${x.columns}]`,
    );
  return fixedSign(svd.rightSingularVectors.getColumn(0));
}
