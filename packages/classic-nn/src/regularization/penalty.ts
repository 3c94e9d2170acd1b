import { checkNumbers } from "@elbowjs/arguments";
import { dataVector } from "../data-matrix.js";

/** A penalty added to the objective, and its gradient. */
export interface Penalty {
  readonly value: number;
  readonly gradient: Float64Array;
}

function checkedStrength(lambda: number, caller: string): number {
  checkNumbers(caller, { lambda: [lambda, "[0, ∞)"] });
  return lambda;
}

/**
 * Ridge penalty ½λ Σ w², gradient λ·w: every weight is pulled to 0 in proportion to its size, and none arrives.
 *
 * @throws RangeError if λ is negative or w is empty or not finite.
 */
export function l2Penalty(w: ArrayLike<number>, lambda: number): Penalty {
  const strength = checkedStrength(lambda, "l2Penalty");
  const weights = dataVector(w, "l2Penalty", "w");
  return {
    value: (strength / 2) * weights.reduce((total, wi) => total + wi * wi, 0),
    gradient: weights.map((wi) => strength * wi),
  };
}

/**
 * Lasso penalty λ Σ |w|, subgradient λ·sgn(w) with sgn(0) = 0: every weight is pulled to 0 with the same force, and
 * small ones arrive.
 *
 * @throws RangeError if λ is negative or w is empty or not finite.
 */
export function l1Penalty(w: ArrayLike<number>, lambda: number): Penalty {
  const strength = checkedStrength(lambda, "l1Penalty");
  const weights = dataVector(w, "l1Penalty", "w");
  return {
    value: strength * weights.reduce((total, wi) => total + Math.abs(wi), 0),
    gradient: weights.map((wi) => strength * Math.sign(wi)),
  };
}
