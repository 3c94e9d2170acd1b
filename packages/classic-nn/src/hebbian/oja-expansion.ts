import { checkNumbers } from "@elbowjs/arguments";
import { dataVector } from "../data-matrix.js";
import { ojaStep } from "./oja-step.js";

/** Oja's step beside the normalised Hebbian step that it stands for. */
export interface OjaExpansion {
  /** w + ηy(x − yw). */
  readonly oja: Float64Array;
  /** (w + ηyx) / ‖w + ηyx‖. */
  readonly normalised: Float64Array;
  /** ‖oja − normalised‖, which falls with η². */
  readonly distance: number;
}

/**
 * The claim of lectures 17 and 18: for ‖w‖ = 1 and small η, w + ηy(x − yw) is Hebb's step brought back to length 1, to
 * first order. With y = wᵀx, ‖w + ηyx‖² = 1 + 2ηy² + η²y²‖x‖², hence 1/‖w + ηyx‖ = 1 − ηy² + O(η²), and the product with
 * w + ηyx is w + ηyx − ηy²w + O(η²). So ten times smaller an η leaves a hundredth of the distance.
 *
 * @param weights w, brought to length 1 first.
 * @param x The point presented.
 * @param learningRate η > 0.
 * @throws RangeError if w is 0, the shapes differ, a number is not finite or η is not positive.
 */
export function ojaExpansion(
  weights: ArrayLike<number>,
  x: ArrayLike<number>,
  learningRate: number,
): OjaExpansion {
  const given = dataVector(weights, "ojaExpansion", "weights");
  const input = dataVector(x, "ojaExpansion", "x", given.length);
  const length = Math.hypot(...given);
  checkNumbers("ojaExpansion", {
    learningRate: [learningRate, "(0, ∞)"],
    "the length of weights": [length, "> 0"],
  });
  const w = given.map((wi) => wi / length);
  const { y, weights: oja } = ojaStep(w, input, { learningRate });
  const hebb = w.map((wi, i) => wi + learningRate * y * input[i]!);
  const scale = Math.hypot(...hebb);
  const normalised = hebb.map((wi) => wi / scale);
  return { oja, normalised, distance: Math.hypot(...oja.map((wi, i) => wi - normalised[i]!)) };
}
