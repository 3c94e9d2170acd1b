import { contour, figure, line } from "@elbowjs/figures";
import type { Objective, OptimizerTrace } from "./optimizer-trace.js";

/** Objective against step, one line an optimiser, on a logarithmic axis, as an SVG document. */
export function optimizerFigure(
  traces: readonly OptimizerTrace<unknown>[],
  { title = "Objective against step" }: { readonly title?: string } = {},
): string {
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
  {
    title = "Ways to the minimum",
    window: [xWindow, yWindow] = [
      [-2, 2],
      [-1, 3],
    ],
  }: {
    readonly title?: string;
    window?: readonly [readonly [number, number], readonly [number, number]];
  } = {},
): string {
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
  { title = "Objective against epoch" }: { readonly title?: string } = {},
): string {
  return figure({
    title,
    x: { label: "epoch" },
    y: { label: "mean cross-entropy (nats)", type: "log" },
    marks: curves.map(({ name, losses }) => line({ name, x: losses.map((_, i) => i + 1), y: losses })),
  });
}
