import { dataVector } from "../data-matrix.js";
import { activate, type HebbianActivation } from "./activation.js";

/** Settings shared by the Hebbian rules. */
export interface HebbianOptions {
  /** η > 0, dimensionless. Default 1, the value of the source's hand-worked runs. */
  readonly learningRate?: number;
  /** From the induced field to the output. Default `"sign"`, a neuron with outputs ±1. */
  readonly activation?: HebbianActivation;
}

/** One presentation of a point to one neuron. */
export interface HebbianStep {
  /** The induced field v = wᵀx, before the update. */
  readonly v: number;
  /** The output y = φ(v). */
  readonly y: number;
  /** What is added to the weights. */
  readonly change: Float64Array;
  /** The weights after the update, a new array. */
  readonly weights: Float64Array;
}

/**
 * Presents x to the neuron and adds `changeOf(w_i, x_i, y, i)` to each weight.
 *
 * @throws RangeError, in the caller's name, if the shapes differ or a number is not finite.
 */
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
