import { shown } from "@elbowjs/arguments";
import { seriesColors } from "@elbowjs/figures";
import type { CurvePoint, Curves } from "./curves.js";
import { series } from "./series.js";

/** The two mark constructors of Observable Plot that the curves need; pass the module itself. */
export interface PlotModule<Mark> {
  line(
    data: readonly CurvePoint[],
    options: { x: string; y: string; stroke: string; strokeWidth: number },
  ): Mark;
  ruleX(
    data: readonly CurvePoint[],
    options: { x: string; stroke: string; strokeDasharray: string; title: (point: CurvePoint) => string },
  ): Mark;
}

/**
 * The curves as marks of Observable Plot, for `Plot.plot({ marks, y: { type: "log" } })`: three lines and two rules.
 *
 * @param Plot The module `@observablehq/plot`, which this package does not depend on.
 * @returns Five marks, the rules first, so that the lines lie above them.
 */
export function plotMarks<Mark>(Plot: PlotModule<Mark>, curves: Curves): Mark[] {
  const { points, balanced, optimal } = curves;
  if (typeof Plot?.line !== "function" || typeof Plot.ruleX !== "function")
    throw new TypeError(`plotMarks: expected Plot to be the module @observablehq/plot, got ${shown(Plot)}`);
  if (!Array.isArray(points) || typeof balanced?.eta !== "number" || typeof optimal?.eta !== "number")
    throw new TypeError(`plotMarks: expected what curves returns, got ${shown(curves)}`);
  const rule = (point: CurvePoint, name: string, strokeDasharray: string) =>
    Plot.ruleX([point], {
      x: "eta",
      stroke: "#888",
      strokeDasharray,
      title: ({ eta }) => `${name} η = ${eta.toFixed(3)}`,
    });
  return [
    rule(balanced, "balance", "2 3"),
    rule(optimal, "least sum", "6 3"),
    ...series.map(({ key, color }) => {
      const stroke = color === "ink" ? "currentColor" : seriesColors[color]!.light;
      return Plot.line(points, { x: "eta", y: key, stroke, strokeWidth: 2 });
    }),
  ];
}
