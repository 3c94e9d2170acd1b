import type { Markish, PlotOptions } from "@observablehq/plot";
import type { ContourLine, Frame } from "../classic/plane.js";

type Plot = typeof import("@observablehq/plot");

/** Axes of a part of the plane, its contour lines faint behind the marks given. */
export function planePlot(
  Plot: Plot,
  width: number,
  { x, y }: Frame,
  contour: readonly ContourLine[],
  marks: readonly Markish[],
): PlotOptions {
  return {
    height: Math.min(width, 460),
    x: { domain: [...x], label: "w₁", ticks: 5 },
    y: { domain: [...y], label: "w₂", ticks: 5 },
    marks: [
      ...contour.map(({ height, points }) =>
        Plot.line(points, {
          stroke: "currentColor",
          strokeOpacity: 0.5 - 0.3 * height,
          strokeWidth: 1,
          strokeLinejoin: "round",
          clip: true,
        }),
      ),
      ...marks,
    ],
  };
}
