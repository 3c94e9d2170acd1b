import { checkNumbers, checkOptions, shown } from "@elbowjs/arguments";
import { type DataMatrix, dataMatrix, dataVector, rowsOf } from "../data-matrix.js";
import { covarianceStep } from "./covariance-step.js";
import { type DampedHebbOptions, dampedHebbStep } from "./damped-hebb-step.js";
import { hebbStep } from "./hebb-step.js";
import type { HebbianStep } from "./hebbian-step.js";
import { ojaStep } from "./oja-step.js";

/** The rules a {@link hebbianTrace} can follow. */
export type HebbianRule = "hebb" | "damped" | "covariance" | "oja";

/** Settings of {@link hebbianTrace}. */
export interface HebbianTraceOptions extends DampedHebbOptions {
  /** Default `"hebb"`. */
  readonly rule?: HebbianRule;
  /** Times the whole data set is presented, in order. An integer in [1, 10⁶]: the trace keeps every step. Default 1. */
  readonly epochs?: number;
}

/** One line of the table that a student fills in. */
export interface HebbianTraceStep extends HebbianStep {
  /** 0-based pass over the data. */
  readonly epoch: number;
  /** 0-based row of the point presented. */
  readonly index: number;
  /** The point presented. */
  readonly x: Float64Array;
  /** The weights before the update. */
  readonly before: Float64Array;
}

/** A whole run of a Hebbian neuron. */
export interface HebbianTrace {
  readonly rule: HebbianRule;
  /** n×d, as rows. */
  readonly points: Float64Array[];
  readonly initial: Float64Array;
  readonly steps: HebbianTraceStep[];
  /** The weights after the last step. */
  readonly weights: Float64Array;
}

/**
 * Runs a Hebbian rule over the data in order and keeps every intermediate value.
 * For the covariance rule x̄ is the mean of the data, and ȳ the mean of the outputs that the neuron gave so far in
 * the run, the present one included.
 *
 * @param points n×d, one row per point.
 * @param initial w(0), d numbers.
 * @throws RangeError if shapes differ, a number is not finite or an option is outside its interval.
 */
export function hebbianTrace(
  points: DataMatrix,
  initial: ArrayLike<number>,
  settings: HebbianTraceOptions = {},
): HebbianTrace {
  checkOptions("hebbianTrace", settings, ["rule", "epochs", "learningRate", "activation", "alpha"]);
  const { rule = "hebb", epochs = 1, ...options } = settings;
  const data = dataMatrix(points, "hebbianTrace", "points");
  const start = dataVector(initial, "hebbianTrace", "initial", data.columns);
  checkNumbers("hebbianTrace", { epochs: [epochs, "integer in [1, 1000000]"] });
  const rows = rowsOf(data);
  const meanInput = data.mean("column");
  const step = stepper(rule, meanInput, options);

  const steps: HebbianTraceStep[] = [];
  let before = start;
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const [index, x] of rows.entries()) {
      const taken = step(before, x);
      steps.push({ epoch, index, x, before, ...taken });
      before = taken.weights;
    }
  return { rule, points: rows, initial: start, steps, weights: before };
}

function stepper(
  rule: HebbianRule,
  meanInput: number[],
  { alpha, ...options }: DampedHebbOptions,
): (weights: Float64Array, x: Float64Array) => HebbianStep {
  const { learningRate } = options;
  let outputs = 0;
  let meanOutput = 0;
  switch (rule) {
    case "hebb":
      return (w, x) => hebbStep(w, x, options);
    case "damped":
      return (w, x) => dampedHebbStep(w, x, alpha === undefined ? options : { ...options, alpha });
    case "oja":
      return (w, x) => ojaStep(w, x, learningRate === undefined ? {} : { learningRate });
    case "covariance":
      return (w, x) => {
        // The output is needed for its own running mean before the step is taken.
        const { y } = covarianceStep(w, x, { meanInput, meanOutput }, options);
        meanOutput += (y - meanOutput) / ++outputs;
        return covarianceStep(w, x, { meanInput, meanOutput }, options);
      };
    default:
      throw new TypeError(
        `hebbianTrace: expected rule "hebb", "damped", "covariance" or "oja", got ${shown(rule satisfies never)}`,
      );
  }
}
