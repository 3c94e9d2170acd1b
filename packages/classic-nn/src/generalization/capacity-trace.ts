import { checkKinds, checkOptions } from "@elbowjs/arguments";
import { dot, figure, line } from "@elbowjs/figures";
import {
  type CurveSplit,
  checkCurve,
  checkSplit,
  polynomialFit,
  polynomialRisk,
  polynomialValues,
} from "./polynomial-fit.js";

/** A polynomial of one degree: how well it fits what it saw, and what it did not. */
export interface Capacity {
  readonly degree: number;
  readonly coefficients: Float64Array;
  readonly trainRisk: number;
  readonly testRisk: number;
  /** Largest change of p on [−1, 1] when the label of one training point changes by 1: how far one point is believed. */
  readonly sensitivity: number;
}

/**
 * Lecture 11: training and test risk against capacity, here the degree of a polynomial. The training risk can only fall, for
 * each degree holds all lower ones; the test risk falls first and rises then, when the polynomial explains the noise.
 *
 * @param split Train and test points.
 * @param options `degrees`, default 0 to 12; `lambda` of the penalty ½λ‖coefficients‖², default 0.
 * @throws RangeError as `polynomialFit` does; TypeError for what is no curve or an option that does not exist.
 */
export function capacityTrace(
  split: CurveSplit,
  options: { readonly degrees?: readonly number[]; readonly lambda?: number } = {},
): Capacity[] {
  checkSplit("capacityTrace", split);
  checkOptions("capacityTrace", options, ["degrees", "lambda"]);
  const { train, test } = split;
  const { degrees = Array.from({ length: 13 }, (_, degree) => degree), lambda = 0 } = options;
  checkKinds("capacityTrace", { degrees: [degrees, ["number"]] });
  const grid = Float64Array.from({ length: 101 }, (_, i) => -1 + i / 50);
  return degrees.map((degree) => {
    const { coefficients, risk } = polynomialFit(train, degree, { lambda });
    // The fit is linear in the labels: the fit to a label of 1 among zeros is the change.
    const changes = Array.from({ length: train.x.length }, (_, i) => {
      const y = Float64Array.from({ length: train.x.length }, (_, j) => (i === j ? 1 : 0));
      return polynomialValues(polynomialFit({ x: train.x, y }, degree, { lambda }).coefficients, grid);
    });
    const sensitivity = changes.reduce(
      (most, change) => change.reduce((m, value) => Math.max(m, Math.abs(value)), most),
      0,
    );
    return {
      degree,
      coefficients,
      trainRisk: risk,
      testRisk: polynomialRisk(coefficients, test),
      sensitivity,
    };
  });
}

/** Training and test risk against the degree, on a logarithmic axis, as an SVG document. */
export function capacityFigure(
  trace: readonly Capacity[],
  options: { readonly title?: string } = {},
): string {
  checkKinds("capacityFigure", {
    trace: [trace, [{ degree: "number", trainRisk: "number", testRisk: "number" }]],
  });
  checkOptions("capacityFigure", options, ["title"]);
  const { title = "Risk against capacity" } = options;
  const x = trace.map(({ degree }) => degree);
  return figure({
    title,
    x: { label: "degree" },
    y: { label: "mean squared error", type: "log" },
    marks: [
      line({ name: "training", x, y: trace.map(({ trainRisk }) => trainRisk) }),
      line({ name: "test", x, y: trace.map(({ testRisk }) => testRisk) }),
    ],
  });
}

/** The training points and the polynomials of some degrees over [−1, 1], as an SVG document. */
export function polynomialFigure(split: CurveSplit, trace: readonly Capacity[]): string {
  checkKinds("polynomialFigure", {
    split: [split, "object"],
    trace: [trace, [{ degree: "number", coefficients: "numbers" }]],
  });
  checkCurve("polynomialFigure", "split.train", split.train);
  const { train } = split;
  const x = Float64Array.from({ length: 201 }, (_, i) => -1 + i / 100);
  const bound = 1.5 * Array.from(train.y).reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  return figure({
    title: "Polynomials through the training points",
    x: { label: "x" },
    y: { label: "y", domain: [-bound, bound] },
    marks: [
      ...trace.map(({ degree, coefficients }) =>
        line({ name: `degree ${degree}`, x, y: polynomialValues(coefficients, x), label: "legend" }),
      ),
      dot({ name: "training points", x: train.x, y: train.y }),
    ],
  });
}
