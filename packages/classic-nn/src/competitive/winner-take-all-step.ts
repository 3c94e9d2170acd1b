import { checkKinds, checkNumbers, checkOptions, shown } from "@elbowjs/arguments";
import { dataVector } from "../data-matrix.js";
import { type Competition, findWinner, type TieRule, type Winner } from "./winner.js";

/**
 * How weights are rounded to integers: not at all, or to the nearest with a half going towards zero or away from it. `true`
 * is `"half-to-zero"`, what the mock final's solution does.
 */
export type WeightRounding = boolean | "half-to-zero" | "half-from-zero";

/** Settings of {@link winnerTakeAllStep}. */
export interface WinnerTakeAllOptions {
  /** η in (0, 1]. Default 0.5: the winner goes half way. */
  readonly learningRate?: number;
  /** Default `"distance"`. */
  readonly competition?: Competition;
  /** Who wins a tie. Default `"first"`. */
  readonly ties?: TieRule;
  /** Multiply the step by the winner's output y = wᵀx, the Hebbian form. Default false. */
  readonly outputFactor?: boolean;
  /** Round the winner's weights to the nearest integers after the update. Default false. */
  readonly roundWeights?: WeightRounding;
}

/** One presentation of a point to a layer of competing neurons. */
export interface WinnerTakeAllStep extends Winner {
  /** The winner's output wᵀx. */
  readonly output: number;
  /** What multiplies η(x − w): 1 or y. */
  readonly factor: number;
  /** The winner's weights after the update, before any rounding. */
  readonly updated: Float64Array;
  /** All weights after the step, new rows. */
  readonly weights: Float64Array[];
}

/**
 * Winner-take-all: only the neuron that wins x learns, w ← w + η·f·(x − w). The plain form has f = 1; with the output
 * factor f = y = wᵀx, so a winner that hardly responds hardly learns, and one with a negative output moves away. With
 * `roundWeights` its new weights are then rounded to integers.
 *
 * @param weights k rows of d numbers.
 * @param x The point presented, d numbers.
 * @throws RangeError if shapes differ, a number is not finite or η is outside (0, 1].
 * @throws TypeError if `roundWeights` is none of its values.
 * @see D. E. Rumelhart and D. Zipser, Feature discovery by competitive learning (1985); ECE/CS 559, lectures 17 and 18.
 */
export function winnerTakeAllStep(
  weights: readonly ArrayLike<number>[],
  x: ArrayLike<number>,
  options: WinnerTakeAllOptions = {},
): WinnerTakeAllStep {
  checkOptions("winnerTakeAllStep", options, [
    "learningRate",
    "competition",
    "ties",
    "outputFactor",
    "roundWeights",
  ]);
  return learnWinner(weights, x, options);
}

/** {@link winnerTakeAllStep} with options whose names were checked. */
export function learnWinner(
  weights: readonly ArrayLike<number>[],
  x: ArrayLike<number>,
  options: WinnerTakeAllOptions,
): WinnerTakeAllStep {
  const {
    learningRate = 0.5,
    competition = "distance",
    ties = "first",
    outputFactor = false,
    roundWeights = false,
  } = options;
  checkNumbers("winnerTakeAllStep", { learningRate: [learningRate, "(0, 1]"] });
  checkKinds("winnerTakeAllStep", { outputFactor: [outputFactor, "boolean"], weights: [weights, "array"] });
  const round = roundingOf(roundWeights);
  const input = dataVector(x, "winnerTakeAllStep", "x");
  const rows = weights.map((w, j) => dataVector(w, "winnerTakeAllStep", `row ${j} of weights`, input.length));
  const found = findWinner(rows, input, { competition, ties });
  const w = rows[found.winner]!;
  const output = w.reduce((total, wi, i) => total + wi * input[i]!, 0);
  const factor = outputFactor ? output : 1;
  const updated = w.map((wi, i) => wi + learningRate * factor * (input[i]! - wi));
  rows[found.winner] = updated.map(round);
  return { ...found, output, factor, updated, weights: rows };
}

/** The rounding of one weight; `+ 0` turns −0 into 0. */
function roundingOf(rounding: WeightRounding): (w: number) => number {
  switch (rounding) {
    case false:
      return (w) => w;
    case true:
    case "half-to-zero":
      return (w) => Math.sign(w) * Math.ceil(Math.abs(w) - 0.5) + 0;
    case "half-from-zero":
      return (w) => Math.sign(w) * Math.floor(Math.abs(w) + 0.5) + 0;
    default:
      throw new TypeError(
        `winnerTakeAllStep: expected roundWeights true, false, "half-to-zero" or "half-from-zero", got ${shown(rounding satisfies never)}`,
      );
  }
}
