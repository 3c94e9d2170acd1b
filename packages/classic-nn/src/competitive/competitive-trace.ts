import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type DataMatrix, dataMatrix, rowsOf } from "../data-matrix.js";
import { learnWinner, type WinnerTakeAllOptions, type WinnerTakeAllStep } from "./winner-take-all-step.js";

/** Settings of {@link competitiveTrace}. */
export interface CompetitiveOptions extends WinnerTakeAllOptions {
  /** Times the whole data set is presented, in order. An integer in [1, 10⁶]: the trace keeps every step. Default 1. */
  readonly epochs?: number;
}

/** One line of the table that a student fills in. */
export interface CompetitiveTraceStep extends WinnerTakeAllStep {
  /** 0-based pass over the data. */
  readonly epoch: number;
  /** 0-based row of the point presented. */
  readonly index: number;
  /** The point presented. */
  readonly x: Float64Array;
}

/** A whole run of a competitive layer. */
export interface CompetitiveTrace {
  /** n×d, as rows. */
  readonly points: Float64Array[];
  /** k×d, as rows. */
  readonly initial: Float64Array[];
  readonly steps: CompetitiveTraceStep[];
  /** The weights after the last step, k×d, as rows. */
  readonly weights: Float64Array[];
}

/**
 * Presents the data in order to a layer of competing neurons and keeps every intermediate value.
 *
 * @param points n×d, one row per point.
 * @param initial k×d, one row a neuron.
 * @param options Those of {@link winnerTakeAllStep}, and `epochs`. A worked example such as `mockQuestion2` can be given whole.
 * @throws RangeError if shapes differ, a number is not finite or an option is outside its interval.
 */
export function competitiveTrace(
  points: DataMatrix,
  initial: DataMatrix,
  settings: CompetitiveOptions = {},
): CompetitiveTrace {
  // A worked example is given whole, with its points and its start.
  checkOptions("competitiveTrace", settings, [
    "learningRate",
    "competition",
    "ties",
    "outputFactor",
    "roundWeights",
    "epochs",
    "points",
    "initial",
  ]);
  const { epochs = 1, ...options } = settings;
  const x = dataMatrix(points, "competitiveTrace", "points");
  const start = dataMatrix(initial, "competitiveTrace", "initial");
  if (x.columns !== start.columns)
    throw new RangeError(
      `competitiveTrace: expected initial of shape [k, ${x.columns}] to match points [${x.rows}, ${x.columns}], got [${start.rows}, ${start.columns}]`,
    );
  checkNumbers("competitiveTrace", { epochs: [epochs, "integer in [1, 1000000]"] });
  const rows = rowsOf(x);
  const firstWeights = rowsOf(start);
  const steps: CompetitiveTraceStep[] = [];
  let weights: Float64Array[] = firstWeights;
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const [index, row] of rows.entries()) {
      const step = learnWinner(weights, row, options);
      steps.push({ epoch, index, x: row, ...step });
      weights = step.weights;
    }
  return { points: rows, initial: firstWeights, steps, weights };
}
