import type { Markish, PlotOptions } from "@observablehq/plot";
import type { ContourPiece, Frame } from "../classic/plane.js";

type Plot = typeof import("@observablehq/plot");

/** Axes of a part of the plane, its contour lines faint behind the marks given. */
export function planePlot(
  Plot: Plot,
  width: number,
  { x, y }: Frame,
  contour: readonly ContourPiece[],
  marks: readonly Markish[],
): PlotOptions {
  return {
    height: Math.min(width, 460),
    x: { domain: [...x], label: "w₁", ticks: 5 },
    y: { domain: [...y], label: "w₂", ticks: 5 },
    marks: [
      Plot.link(contour, {
        x1: "x1",
        y1: "y1",
        x2: "x2",
        y2: "y2",
        stroke: "currentColor",
        strokeOpacity: (piece: ContourPiece) => 0.45 - 0.3 * piece.height,
        strokeLinecap: "round",
        clip: true,
      }),
      ...marks,
    ],
  };
}
