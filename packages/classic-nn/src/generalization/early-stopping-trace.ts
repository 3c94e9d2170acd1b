import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";
import { dataVector } from "../data-matrix.js";
import {
  beforeEarlyStopping,
  type EarlyStopping,
  earlyStoppingStep,
} from "../regularization/early-stopping.js";
import { type CurveSplit, checkSplit, polynomialRisk, powers } from "./polynomial-fit.js";

/** One step of the descent that is to be stopped. */
export interface EarlyStoppingTraceStep {
  readonly step: number;
  readonly trainRisk: number;
  readonly testRisk: number;
  /** ‖coefficients‖: how far the descent has gone from its start at 0. */
  readonly distance: number;
  readonly stopping: EarlyStopping;
}

/** A descent with the place where it should have stopped. */
export interface EarlyStoppingTrace {
  readonly steps: readonly EarlyStoppingTraceStep[];
  /** The step of least test risk. */
  readonly best: EarlyStoppingTraceStep;
  /** The step at which `patience` ran out; undefined if it never did. */
  readonly stopped: EarlyStoppingTraceStep | undefined;
}

/**
 * Lecture 11: gradient descent on the coefficients of a polynomial that is too rich for its points, from 0. Early on it is
 * close to its start, hence simple; later it fits the noise. Stopping where the held-out risk is least keeps the simple one.
 *
 * @param split The training points, and held-out ones in `test`.
 * @param options `degree` 12; `learningRate` η > 0, default 0.2; `steps`, an integer in [1, 10⁶], default 20,000; `patience`, default
 * 200 steps.
 * @throws RangeError if an option is outside its interval; TypeError for what is no curve or an option that does not exist.
 */
export function earlyStoppingTrace(
  split: CurveSplit,
  options: {
    readonly degree?: number;
    readonly learningRate?: number;
    readonly steps?: number;
    readonly patience?: number;
  } = {},
): EarlyStoppingTrace {
  checkSplit("earlyStoppingTrace", split);
  checkOptions("earlyStoppingTrace", options, ["degree", "learningRate", "steps", "patience"]);
  const { train, test } = split;
  const { degree = 12, learningRate = 0.2, steps = 20_000, patience = 200 } = options;
  checkNumbers("earlyStoppingTrace", {
    learningRate: [learningRate, "(0, ∞)"],
    steps: [steps, "integer in [1, 1000000]"],
    patience: [patience, "integer ≥ 1"],
  });
  const X = powers(train.x, degree);
  const y = Matrix.columnVector(
    Array.from(dataVector(train.y, "earlyStoppingTrace", "split.train.y", X.rows)),
  );
  const [H, b] = [X.transpose().mmul(X).div(X.rows), X.transpose().mmul(y).div(X.rows)];
  let w = Matrix.zeros(degree + 1, 1);
  let stopping = beforeEarlyStopping;
  const trace: EarlyStoppingTraceStep[] = [];
  for (let step = 0; step <= steps; step++) {
    const coefficients = w.getColumn(0);
    const testRisk = polynomialRisk(coefficients, test);
    stopping = earlyStoppingStep(stopping, testRisk, { patience });
    trace.push({
      step,
      trainRisk: polynomialRisk(coefficients, train),
      testRisk,
      distance: w.norm(),
      stopping,
    });
    w = Matrix.sub(
      w,
      H.mmul(w)
        .sub(b)
        .mul(2 * learningRate),
    );
  }
  return {
    steps: trace,
    best: trace.reduce((best, step) => (step.testRisk < best.testRisk ? step : best)),
    stopped: trace.find((step) => step.stopping.stop),
  };
}
