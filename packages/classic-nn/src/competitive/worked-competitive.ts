import { sixPoints } from "../hebbian/worked-hebb.js";
import type { CompetitiveOptions } from "./competitive-trace.js";

/** Data, initial weights and settings of a competitive run worked by hand: itself the options of `competitiveTrace`. */
export interface WorkedCompetitive extends CompetitiveOptions {
  readonly points: readonly (readonly number[])[];
  readonly initial: readonly (readonly number[])[];
  readonly learningRate: number;
}

/**
 * The competitive run of lectures 17 and 18: the six points, two neurons, η = ½, the largest wᵀx wins. At the start the
 * second neuron wins x₁, x₂, x₃ and x₅, the first x₆, and x₄ is a draw at 0.8; while the weights move the second wins the
 * upper three points and the first the lower three. The epoch ends at (1, −0.925) and (0.9625, 0.9375).
 */
export const lectureCompetitive: WorkedCompetitive = {
  points: sixPoints,
  initial: [
    [0.8, 0],
    [0.9, 0.1],
  ],
  learningRate: 0.5,
  competition: "output",
};

/**
 * Mock final, question 2: two neurons, η = ½, the largest wᵀx wins, the step multiplied by the winner's output, weights
 * rounded to integers after every update, two epochs.
 *
 * | x | winner, y | before rounding | w₁, w₂ |
 * | --- | --- | --- | --- |
 * | (0, 1) | 1, 2 | (0, 1) | (0, 1), (2, −1) |
 * | (1, 1) | 1, 1 (a draw) | (½, 1) | (0, 1), (2, −1) |
 * | (0, −1) | 2, 1 | (1, −1) | (0, 1), (1, −1) |
 * | (−1, −1) | 2, 0 | (1, −1) | (0, 1), (1, −1) |
 * | (0, 1) | 1, 1 | (0, 1) | (0, 1), (1, −1) |
 * | (1, 1) | 1, 1 | (½, 1) | (0, 1), (1, −1) |
 * | (0, −1) | 2, 1 | (½, −1) | (0, 1), (0, −1) |
 * | (−1, −1) | 2, 1 | (−½, −1) | (0, 1), (0, −1) |
 *
 * A half may go either way, the solution sends it to zero. With halves away from zero the run ends at (1, 1) and (1, −1);
 * both ends put the upper two points in one cluster and the lower two in the other.
 *
 * The solution prints (−1, 1) for the fourth point in its table: with it the winner would be the first neuron, and not the
 * printed second one with output 0. It prints (½, ½), (½, −½) and (½, −½) before the last three roundings, where the rule
 * gives (½, 1), (½, −1) and (−½, −1); the rounded weights are right. And its first row has the coefficient 1 − ½ for 1 − ½·2.
 */
export const mockQuestion2: WorkedCompetitive = {
  points: [
    [0, 1],
    [1, 1],
    [0, -1],
    [-1, -1],
  ],
  initial: [
    [-1, 2],
    [2, -1],
  ],
  learningRate: 0.5,
  competition: "output",
  outputFactor: true,
  roundWeights: "half-to-zero",
  epochs: 2,
};
