import { contourFigure, lineFigure, type Series } from "../svg-figure.js";
import type { DifferentiableFunction } from "./differentiable-function.js";
import type { GradientDescentTrace } from "./gradient-descent-trace.js";

const nameOf = ({ learningRate, momentum, diverged }: GradientDescentTrace): string =>
  `η = ${learningRate}${momentum > 0 ? `, α = ${momentum}` : ""}${diverged ? " (diverges)" : ""}`;

/** Distance to the minimum against the iteration, one line a run, the distance on a logarithmic axis: an SVG string. */
export function distanceFigure(traces: readonly GradientDescentTrace[]): string {
  return lineFigure({
    title: "Gradient descent: distance to the minimum",
    xLabel: "iteration",
    yLabel: "‖w − w*‖",
    yScale: "log",
    series: traces.map((trace) => ({ name: nameOf(trace), y: trace.steps.map((step) => step.distance) })),
  });
}

/** What {@link descentPathFigure} shows. */
export interface DescentPathOptions {
  /** Smallest and largest w₁ shown. */
  x: readonly [number, number];
  /** Smallest and largest w₂ shown. */
  y: readonly [number, number];
}

/**
 * The ways that runs took over the contour lines of a function of two weights: an SVG string.
 *
 * @throws RangeError if a run is not of two weights.
 */
export function descentPathFigure(
  f: DifferentiableFunction,
  traces: readonly GradientDescentTrace[],
  { x, y }: DescentPathOptions,
): string {
  const wrong = traces.find((trace) => trace.steps[0]!.w.length !== 2);
  if (wrong !== undefined)
    throw new RangeError(
      `descentPathFigure: expected runs of 2 weights, got one of ${wrong.steps[0]!.w.length}`,
    );
  const grid = ([low, high]: readonly [number, number]): Float64Array =>
    Float64Array.from({ length: 61 }, (_, i) => low + ((high - low) * i) / 60);
  const [xs, ys] = [grid(x), grid(y)];
  const lines: Series[] = traces.map((trace) => ({
    name: nameOf(trace),
    x: trace.steps.map((step) => step.w[0]!),
    y: trace.steps.map((step) => step.w[1]!),
  }));
  return contourFigure({
    title: "Gradient descent over the contour lines",
    xLabel: "w₁",
    yLabel: "w₂",
    x: xs,
    y: ys,
    values: Array.from(ys, (w2) => Float64Array.from(xs, (w1) => f.value([w1, w2]))),
    lines,
  });
}
