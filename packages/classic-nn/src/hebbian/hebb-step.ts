import { dataVector } from "../data-matrix.js";
import { activate, type HebbianActivation } from "./activation.js";

/** Settings shared by the Hebbian rules. */
export interface HebbianOptions {
  /** η > 0, dimensionless. Default 1, the value of the source's hand-worked runs. */
  learningRate?: number;
  /** From the induced field to the output. Default `"sign"`, a neuron with outputs ±1. */
  activation?: HebbianActivation;
}

/** One presentation of a point to one neuron. */
export interface HebbianStep {
  /** The induced field v = wᵀx, before the update. */
  v: number;
  /** The output y = φ(v). */
  y: number;
  /** What is added to the weights. */
  change: Float64Array;
  /** The weights after the update, a new array. */
  weights: Float64Array;
}

/** η, checked to be a finite positive number. */
export function checkedLearningRate(learningRate: number, caller: string): number {
  if (!(learningRate > 0 && learningRate < Number.POSITIVE_INFINITY))
    throw new RangeError(`${caller}: expected learningRate in (0, ∞), got ${learningRate}`);
  return learningRate;
}

/** Presents x to the neuron and adds `rate(w_i, x_i, y)` to every weight. */
export function present(
  caller: string,
  weights: ArrayLike<number>,
  x: ArrayLike<number>,
  activation: HebbianActivation,
  changeOf: (w: number, x: number, y: number, i: number) => number,
): HebbianStep {
  const w = dataVector(weights, caller, "weights");
  const input = dataVector(x, caller, "x", w.length);
  const v = w.reduce((total, wi, i) => total + wi * input[i]!, 0);
  const y = activate(v, activation);
  const change = w.map((wi, i) => changeOf(wi, input[i]!, y, i));
  return { v, y, change, weights: w.map((wi, i) => wi + change[i]!) };
}

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
  { learningRate = 1, activation = "sign" }: HebbianOptions = {},
): HebbianStep {
  const eta = checkedLearningRate(learningRate, "hebbStep");
  return present("hebbStep", weights, x, activation, (_w, xi, y) => eta * y * xi);
}
