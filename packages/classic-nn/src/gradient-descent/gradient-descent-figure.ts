import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { contour, figure, line } from "@elbowjs/figures";
import { checkDifferentiable, type DifferentiableFunction } from "./differentiable-function.js";
import type { GradientDescentTrace } from "./gradient-descent-trace.js";

const runKinds = { learningRate: "number", momentum: "number", diverged: "boolean" } as const;

const nameOf = ({ learningRate, momentum, diverged }: GradientDescentTrace): string =>
  `η = ${learningRate}${momentum > 0 ? `, α = ${momentum}` : ""}${diverged ? " (diverges)" : ""}`;

/**
 * Distance to the minimum against the iteration, one line per run, the distance on a logarithmic axis: an SVG string. A run
 * that diverges leaves the plot at the top, at ten times the largest start, lest it flatten all the others.
 */
export function distanceFigure(traces: readonly GradientDescentTrace[]): string {
  checkKinds("distanceFigure", { traces: [traces, [{ ...runKinds, steps: [{ distance: "number" }] }]] });
  const distances = traces.map((trace) => trace.steps.map((step) => step.distance));
  const positive = distances.flat().filter((distance) => distance > 0);
  const top = Math.max(...distances.map(([start = 0]) => start));
  const domain = top > 0 ? ([Math.min(...positive), 10 * top] as const) : undefined;
  return figure({
    title: "Gradient descent: distance to the minimum",
    x: { label: "iteration" },
    y: { label: "‖w − w*‖", type: "log", domain },
    marks: traces.map((trace, i) => line({ name: nameOf(trace), y: distances[i]! })),
  });
}

/** What {@link descentPathFigure} shows. */
export interface DescentPathOptions {
  /** Smallest and largest w₁ shown. */
  readonly x: readonly [number, number];
  /** Smallest and largest w₂ shown. */
  readonly y: readonly [number, number];
}

/**
 * The ways that runs took over the contour lines of a function of two weights: an SVG string.
 *
 * @throws RangeError if a run is not of two weights.
 */
export function descentPathFigure(
  f: DifferentiableFunction,
  traces: readonly GradientDescentTrace[],
  options: DescentPathOptions,
): string {
  checkDifferentiable("descentPathFigure", "f", f);
  checkKinds("descentPathFigure", {
    traces: [traces, [{ ...runKinds, steps: [{ w: "numbers" }] }]],
    options: [options, { x: "numbers", y: "numbers" }],
  });
  checkOptions("descentPathFigure", options, ["x", "y"]);
  const { x, y } = options;
  checkNumbers("descentPathFigure", {
    "x[0]": [x[0], "finite"],
    "x[1]": [x[1], "finite"],
    "y[0]": [y[0], "finite"],
    "y[1]": [y[1], "finite"],
  });
  const wrong = traces.flatMap(({ steps }) => steps).find(({ w }) => w.length !== 2);
  if (wrong !== undefined)
    throw new RangeError(`descentPathFigure: expected runs of 2 weights, got one of ${wrong.w.length}`);
  const grid = ([low, high]: readonly [number, number]): Float64Array =>
    Float64Array.from({ length: 61 }, (_, i) => low + ((high - low) * i) / 60);
  const [xs, ys] = [grid(x), grid(y)];
  const values = Array.from(ys, (w2) => Float64Array.from(xs, (w1) => f.value([w1, w2])));
  const heights = values.flatMap((row) => Array.from(row)).filter(Number.isFinite);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  // Crowded towards the bottom, where a valley is flat and the iteration spends its time.
  const levels = Array.from({ length: 11 }, (_, k) => low + (high - low) * ((k + 1) / 12) ** 3);
  return figure({
    title: "Gradient descent over the contour lines",
    x: { label: "w₁", domain: x },
    y: { label: "w₂", domain: y },
    marks: [
      contour({ x: xs, y: ys, values, levels, color: "muted" }),
      ...traces.map((trace) =>
        line({
          name: nameOf(trace),
          x: trace.steps.map((step) => step.w[0]!),
          y: trace.steps.map((step) => step.w[1]!),
          label: "legend",
        }),
      ),
    ],
  });
}
