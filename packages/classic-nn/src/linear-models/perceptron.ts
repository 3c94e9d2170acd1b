import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type DataMatrix, dataMatrix, dataVector } from "../data-matrix.js";

/** Settings of {@link perceptronTrace}. */
export interface PerceptronOptions {
  /** η > 0. It only scales the weights when they begin at 0. Default 1. */
  readonly learningRate?: number;
  /** Passes over the data at most, an integer in [1, 10⁶]: the trace keeps every step. Default 100. */
  readonly epochs?: number;
  /** w(0), d numbers. Default zeros. */
  readonly initial?: ArrayLike<number>;
}

/** One point presented to the perceptron. */
export interface PerceptronStep {
  /** 0-based pass over the data. */
  readonly epoch: number;
  /** Column of the point. */
  readonly index: number;
  /** wᵀx before the step. */
  readonly field: number;
  /** Whether the point was on its wrong side, or on the boundary, so that the weights moved. */
  readonly mistake: boolean;
  /** w after the step. */
  readonly weights: Float64Array;
}

/** A whole run of the perceptron. */
export interface PerceptronTrace {
  readonly steps: PerceptronStep[];
  /** Mistakes of each pass. */
  readonly mistakes: number[];
  /** Whether a pass made none: the data are separated, and nothing would change any more. */
  readonly converged: boolean;
  readonly weights: Float64Array;
}

/**
 * Rosenblatt's perceptron: whenever y·wᵀx ≤ 0, w ← w + ηyx. If a unit vector separates the data with margin γ, it makes at
 * most (R/γ)² mistakes from w = 0, with R the longest point; if none does, it never ends, hence the limit on the passes.
 *
 * @param inputs X, d×n: one point per column. For a bias give a row of ones.
 * @param labels y, n numbers, each −1 or 1.
 * @throws RangeError if the shapes do not fit, a label is neither −1 nor 1, or an option is outside its interval.
 * @see A. Novikoff, On Convergence Proofs on Perceptrons, 1962.
 */
export function perceptronTrace(
  inputs: DataMatrix,
  labels: ArrayLike<number>,
  options: PerceptronOptions = {},
): PerceptronTrace {
  checkOptions("perceptronTrace", options, ["learningRate", "epochs", "initial"]);
  const { learningRate = 1, epochs = 100, initial } = options;
  const X = dataMatrix(inputs, "perceptronTrace", "inputs");
  const y = dataVector(labels, "perceptronTrace", "labels", X.columns);
  const wrong = y.find((label) => label !== 1 && label !== -1);
  if (wrong !== undefined) throw new RangeError(`perceptronTrace: expected labels −1 or 1, got ${wrong}`);
  checkNumbers("perceptronTrace", {
    learningRate: [learningRate, "(0, ∞)"],
    epochs: [epochs, "integer in [1, 1000000]"],
  });
  let weights =
    initial === undefined
      ? new Float64Array(X.rows)
      : dataVector(initial, "perceptronTrace", "initial", X.rows);

  const points = Array.from(y, (_, i) => X.getColumn(i));
  const steps: PerceptronStep[] = [];
  const mistakes: number[] = [];
  while (mistakes.length < epochs && mistakes.at(-1) !== 0) {
    const epoch = mistakes.length;
    mistakes.push(0);
    for (const [index, x] of points.entries()) {
      const field = x.reduce((sum, value, j) => sum + value * weights[j]!, 0);
      const mistake = y[index]! * field <= 0;
      if (mistake) {
        weights = weights.map((w, j) => w + learningRate * y[index]! * x[j]!);
        mistakes[epoch]!++;
      }
      steps.push({ epoch, index, field, mistake, weights });
    }
  }
  return { steps, mistakes, converged: mistakes.at(-1) === 0, weights };
}
