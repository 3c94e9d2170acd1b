import { dataVector } from "../data-matrix.js";
import { checkedLearningRate } from "../learning-rate.js";
import { type Competition, findWinner, type TieRule, type Winner } from "./winner.js";

/** Settings of {@link winnerTakeAllStep}. */
export interface WinnerTakeAllOptions {
  /** η in (0, 1]. Default 0.5: the winner goes half way. */
  learningRate?: number;
  /** Default `"distance"`. */
  competition?: Competition;
  /** Who wins a tie. Default `"first"`. */
  ties?: TieRule;
  /** Multiply the step by the winner's output y = wᵀx, the Hebbian form. Default false. */
  outputFactor?: boolean;
  /** Round y to the nearest integer before it multiplies (halves away from zero). Default false. */
  rounding?: boolean;
}

/** One presentation of a point to a layer of competing neurons. */
export interface WinnerTakeAllStep extends Winner {
  /** The winner's output wᵀx, as it is before any rounding. */
  output: number;
  /** What multiplies η(x − w): 1, y, or y rounded. */
  factor: number;
  /** All weights after the step, new rows. */
  weights: Float64Array[];
}

/**
 * Winner-take-all: only the neuron that wins x learns, w ← w + η·f·(x − w). The plain form has f = 1; with the output
 * factor f = y = wᵀx, so a winner that hardly responds hardly learns; with rounding f = round(y), so it learns fully,
 * several times over, or not at all.
 *
 * @param weights k rows of d numbers.
 * @param x The point presented, d numbers.
 * @throws RangeError if shapes differ, a number is not finite or η is outside (0, 1].
 * @see D. E. Rumelhart and D. Zipser, Feature discovery by competitive learning (1985); ECE/CS 559, lecture 18.
 */
export function winnerTakeAllStep(
  weights: readonly ArrayLike<number>[],
  x: ArrayLike<number>,
  {
    learningRate = 0.5,
    competition = "distance",
    ties = "first",
    outputFactor = false,
    rounding = false,
  }: WinnerTakeAllOptions = {},
): WinnerTakeAllStep {
  const eta = checkedLearningRate(learningRate, "winnerTakeAllStep");
  if (eta > 1)
    throw new RangeError(`winnerTakeAllStep: expected learningRate in (0, 1], got ${learningRate}`);
  const input = dataVector(x, "winnerTakeAllStep", "x");
  const rows = weights.map((w, j) => dataVector(w, "winnerTakeAllStep", `row ${j} of weights`, input.length));
  const found = findWinner(rows, input, { competition, ties });
  const w = rows[found.winner]!;
  const output = w.reduce((total, wi, i) => total + wi * input[i]!, 0);
  const y = rounding ? Math.sign(output) * Math.round(Math.abs(output)) : output;
  const factor = outputFactor ? y : 1;
  rows[found.winner] = w.map((wi, i) => wi + eta * factor * (input[i]! - wi));
  return { ...found, output, factor, weights: rows };
}
