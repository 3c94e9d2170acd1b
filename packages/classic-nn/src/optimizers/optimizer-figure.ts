import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { contour, figure, line } from "@elbowjs/figures";
import type { Objective, OptimizerTrace } from "./optimizer-trace.js";

/** Objective against step, one line an optimiser, on a logarithmic axis, as an SVG document. */
export function optimizerFigure(
  traces: readonly OptimizerTrace<unknown>[],
  options: { readonly title?: string } = {},
): string {
  checkKinds("optimizerFigure", {
    traces: [traces, [{ name: "string", steps: [{ t: "number", objective: "number" }] }]],
  });
  checkOptions("optimizerFigure", options, ["title"]);
  const { title = "Objective against step" } = options;
  return figure({
    title,
    x: { label: "step" },
    y: { label: "objective", type: "log" },
    marks: traces.map(({ name, steps }) =>
      line({ name, x: steps.map(({ t }) => t), y: steps.map(({ objective }) => objective) }),
    ),
  });
}

/**
 * The ways of several optimisers over the contour lines of an objective of two parameters, as an SVG document.
 * The lines are drawn at logarithmic heights, since a ravine has next to none at even ones.
 *
 * @param window Interval of each parameter, default [−2, 2] × [−1, 3].
 * @throws RangeError if a trace does not have two parameters.
 */
export function optimizerPathFigure(
  objective: Objective,
  traces: readonly OptimizerTrace<unknown>[],
  options: {
    readonly title?: string;
    readonly window?: readonly [readonly [number, number], readonly [number, number]];
  } = {},
): string {
  checkKinds("optimizerPathFigure", {
    objective: [objective, { value: "function" }],
    traces: [traces, [{ name: "string", steps: [{ w: "numbers" }] }]],
  });
  checkOptions("optimizerPathFigure", options, ["title", "window"]);
  const {
    title = "Ways to the minimum",
    window = [
      [-2, 2],
      [-1, 3],
    ],
  } = options;
  checkKinds("optimizerPathFigure", { window: [window, ["numbers"]] });
  const [xWindow, yWindow] = window;
  for (const [i, interval] of [xWindow, yWindow].entries())
    checkNumbers("optimizerPathFigure", {
      [`window[${i}][0]`]: [interval?.[0], "finite"],
      [`window[${i}][1]`]: [interval?.[1], "finite"],
    });
  for (const { name, steps } of traces)
    for (const { w } of steps)
      if (w.length !== 2)
        throw new RangeError(`optimizerPathFigure: expected w of shape [2], got [${w.length}] in ${name}`);
  const grid = ([low, high]: readonly [number, number]) =>
    Array.from({ length: 81 }, (_, i) => low + ((high - low) * i) / 80);
  const [x, y] = [grid(xWindow), grid(yWindow)];
  const values = y.map((yj) => x.map((xi) => objective.value(Float64Array.of(xi, yj))));
  const highest = Math.max(...values.flat());
  const levels = Array.from({ length: 6 }, (_, k) => highest / 4 ** (k + 1)).reverse();
  return figure({
    title,
    x: { label: "w₁", domain: xWindow },
    y: { label: "w₂", domain: yWindow },
    marks: [
      contour({ x, y, values, levels, color: "muted" }),
      ...traces.map(({ name, steps }) =>
        line({ name, x: steps.map(({ w }) => w[0]!), y: steps.map(({ w }) => w[1]!), label: "legend" }),
      ),
    ],
  });
}

/** Objective against epoch, epochs counted from 1, one line a training run, on a logarithmic axis, as an SVG document. */
export function objectiveFigure(
  curves: readonly { name: string; losses: readonly number[] }[],
  options: { readonly title?: string } = {},
): string {
  checkKinds("objectiveFigure", { curves: [curves, [{ name: "string", losses: ["number"] }]] });
  checkOptions("objectiveFigure", options, ["title"]);
  const { title = "Objective against epoch" } = options;
  return figure({
    title,
    x: { label: "epoch" },
    y: { label: "mean cross-entropy (nats)", type: "log" },
    marks: curves.map(({ name, losses }) => line({ name, x: losses.map((_, i) => i + 1), y: losses })),
  });
}
