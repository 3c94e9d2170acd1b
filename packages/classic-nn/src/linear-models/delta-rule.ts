import { checkChoices, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";
import { type Activation, checkActivation, identity } from "../backpropagation/activation.js";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";
import { mapEntries } from "../map-entries.js";
import { pairedColumns } from "./paired-columns.js";

/** Settings of {@link deltaRuleTrace} and {@link lmsTrace}. */
export interface DeltaRuleOptions {
  /** η > 0. */
  readonly learningRate: number;
  /** Passes over the data, an integer in [1, 10⁶]: the trace keeps every step. Default 100. */
  readonly epochs?: number;
  /**
   * "online": a step after each point, in the order given. "batch": one step per epoch, along the average over the points.
   * Default "online".
   */
  readonly mode?: "online" | "batch";
  /** W(0), m×d. Default zeros. */
  readonly initial?: DataMatrix;
  /** φ. Default the identity. */
  readonly activation?: Activation;
}

/** One step of the rule. */
export interface DeltaRuleStep {
  /** 0-based pass over the data. */
  readonly epoch: number;
  /** Column of the point used, or −1 for a batch step. */
  readonly index: number;
  /** v = Wx, m×1, or m×n for a batch step. */
  readonly field: Matrix;
  /** φ(v). */
  readonly output: Matrix;
  /** y − φ(v). */
  readonly error: Matrix;
  /** δ = (y − φ(v)) φ′(v). */
  readonly delta: Matrix;
  /** W after the step, m×d. */
  readonly weights: Matrix;
}

/** A whole run of the rule. */
export interface DeltaRuleTrace {
  readonly mode: "online" | "batch";
  readonly activation: string;
  readonly steps: DeltaRuleStep[];
  /** Mean over the points of ‖y − φ(Wx)‖²: before the first epoch, then after each. */
  readonly meanSquaredErrors: Float64Array;
  /** W after the last step. */
  readonly weights: Matrix;
}

/**
 * The delta rule for a layer of neurons with a differentiable activation: W ← W + ηδxᵀ with δ = (y − φ(Wx)) φ′(Wx), the
 * gradient step on ½‖y − φ(Wx)‖². With the identity it is Widrow and Hoff's LMS rule.
 *
 * @param inputs X, d×n: one point per column. For a bias give a row of ones.
 * @param outputs Y, m×n.
 * @throws RangeError if the shapes do not fit, an entry is not finite, or an option is outside its interval.
 */
export function deltaRuleTrace(
  inputs: DataMatrix,
  outputs: DataMatrix,
  options: DeltaRuleOptions,
): DeltaRuleTrace {
  const { X, Y } = pairedColumns("deltaRuleTrace", inputs, outputs);
  checkKinds("deltaRuleTrace", { options: [options, "object"] });
  checkOptions("deltaRuleTrace", options, ["learningRate", "epochs", "mode", "initial", "activation"]);
  const { learningRate, epochs = 100, mode = "online", initial, activation = identity } = options;
  checkNumbers("deltaRuleTrace", {
    learningRate: [learningRate, "(0, ∞)"],
    epochs: [epochs, "integer in [1, 1000000]"],
  });
  checkChoices("deltaRuleTrace", { mode: [mode, ["online", "batch"]] });
  checkActivation("deltaRuleTrace", activation);
  let weights =
    initial === undefined ? Matrix.zeros(Y.rows, X.rows) : dataMatrix(initial, "deltaRuleTrace", "initial");
  if (weights.rows !== Y.rows || weights.columns !== X.rows)
    throw new RangeError(
      `deltaRuleTrace: expected initial of shape [${Y.rows}, ${X.rows}], got [${weights.rows}, ${weights.columns}]`,
    );

  const steps: DeltaRuleStep[] = [];
  const step = (epoch: number, index: number, x: Matrix, y: Matrix): void => {
    const field = weights.mmul(x);
    const output = mapEntries(field, activation.value);
    const error = Matrix.sub(y, output);
    const delta = Matrix.mul(error, mapEntries(field, activation.derivative));
    weights = Matrix.add(weights, delta.mmul(x.transpose()).mul(learningRate / x.columns));
    steps.push({ epoch, index, field, output, error, delta, weights });
  };
  const meanSquaredError = (): number => {
    const error = Matrix.sub(Y, mapEntries(weights.mmul(X), activation.value));
    return error.dot(error) / X.columns;
  };
  const meanSquaredErrors = new Float64Array(epochs + 1);
  meanSquaredErrors[0] = meanSquaredError();
  for (let epoch = 0; epoch < epochs; epoch++) {
    if (mode === "batch") step(epoch, -1, X, Y);
    else for (let i = 0; i < X.columns; i++) step(epoch, i, X.getColumnVector(i), Y.getColumnVector(i));
    meanSquaredErrors[epoch + 1] = meanSquaredError();
  }
  return { mode, activation: activation.name, steps, meanSquaredErrors, weights };
}

/**
 * Widrow and Hoff's least-mean-squares rule W ← W + η(y − Wx)xᵀ: the {@link deltaRuleTrace} without an activation. In
 * batch mode it converges to {@link leastSquares} for η below 2n/λ_max(XXᵀ); online it circles that solution.
 */
export function lmsTrace(
  inputs: DataMatrix,
  outputs: DataMatrix,
  options: Omit<DeltaRuleOptions, "activation">,
): DeltaRuleTrace {
  checkOptions("lmsTrace", options, ["learningRate", "epochs", "mode", "initial"]);
  return deltaRuleTrace(inputs, outputs, { ...options, activation: identity });
}
