import { checkKinds, checkShape } from "@elbowjs/arguments";
import { dot, figure, line } from "@elbowjs/figures";
import { type DataMatrix, dataMatrix, dataVector } from "../data-matrix.js";
import type { DeltaRuleTrace } from "./delta-rule.js";
import type { PerceptronTrace } from "./perceptron.js";

/** Mean squared error against the epoch, one line per run: an SVG string. */
export function learningCurveFigure(traces: readonly DeltaRuleTrace[]): string {
  checkKinds("learningCurveFigure", {
    traces: [traces, [{ mode: "string", activation: "string", meanSquaredErrors: "numbers" }]],
  });
  return figure({
    title: "Mean squared error",
    x: { label: "epoch" },
    y: { label: "mean squared error", type: "log" },
    marks: traces.map(({ mode, activation, meanSquaredErrors }) =>
      line({ name: `${mode}, ${activation}`, y: meanSquaredErrors }),
    ),
  });
}

/**
 * The points of two classes and the line w₁x₁ + w₂x₂ + w₃ = 0 that a perceptron found: an SVG string.
 *
 * @param inputs X, 3×n: two coordinates and a row of ones.
 * @param labels −1 or 1 for each point.
 * @throws RangeError if X is of another shape.
 */
export function perceptronFigure(
  inputs: DataMatrix,
  labels: ArrayLike<number>,
  trace: PerceptronTrace,
): string {
  const X = dataMatrix(inputs, "perceptronFigure", "inputs");
  checkShape("perceptronFigure", "inputs", [X.rows, X.columns], [3, "n"]);
  checkKinds("perceptronFigure", { trace: [trace, { weights: "numbers" }] });
  const [w1 = 0, w2 = 0, bias = 0] = Array.from(trace.weights);
  const y = dataVector(labels, "perceptronFigure", "labels", X.columns);
  const [x1, x2] = [X.getRow(0), X.getRow(1)];
  const of = (label: number): number[] => [...y.keys()].filter((i) => y[i] === label);
  const points = (label: number) =>
    dot({ name: `y = ${label}`, x: of(label).map((i) => x1[i]!), y: of(label).map((i) => x2[i]!) });
  // Along the axis on which the line is the flatter, so that it never leaves the picture steeply.
  const ends = (values: number[]): number[] => [Math.min(...values), Math.max(...values)];
  const across = (value: number, own: number, other: number): number => -(own * value + bias) / other;
  const flat = Math.abs(w2) >= Math.abs(w1);
  const boundary = flat
    ? { x: ends(x1), y: ends(x1).map((value) => across(value, w1, w2)) }
    : { x: ends(x2).map((value) => across(value, w2, w1)), y: ends(x2) };
  return figure({
    title: "Perceptron",
    x: { label: "x₁" },
    y: { label: "x₂" },
    marks: [points(-1), points(1), line({ name: "wᵀx = 0", ...boundary, label: "legend" })],
  });
}
