import { checkChoices, checkNumbers } from "@elbowjs/arguments";
import { drawing } from "../drawing.js";
import type { Mark } from "../mark.js";
import { pixel } from "../pixel.js";
import { type PointsOptions, readPoints } from "./points.js";

/** What {@link line} draws. */
export interface LineOptions extends PointsOptions {
  /** Width in pixels, > 0. Default 2. */
  readonly width?: number;
  /** Default "solid". */
  readonly dash?: "solid" | "dashed" | "dotted";
  /** Where its name stands. Default: `"end"` if x never falls, as over time, else `"legend"`, as for a path in the plane. */
  readonly label?: "end" | "legend";
}

const dashes = { solid: "", dashed: ' stroke-dasharray="6 4"', dotted: ' stroke-dasharray="0.1 5"' };

/**
 * A line through points in their order. A point without a place (NaN, an infinity, what is not above 0 on a logarithmic axis)
 * interrupts it; one that stands alone is drawn as a dot.
 *
 * @throws RangeError for x and y of different lengths, or a width that is not above 0; TypeError for an unknown option.
 */
export function line(options: LineOptions): Mark {
  const { x, y } = readPoints("line", options, ["width", "dash", "label"]);
  const { name, color = "next", width = 2, dash = "solid" } = options;
  const { label = x.every((value, i) => i === 0 || !(value < x[i - 1]!)) ? "end" : "legend" } = options;
  checkNumbers("line", { width: [width, "> 0"] });
  checkChoices("line", { dash: [dash, ["solid", "dashed", "dotted"]], label: [label, ["end", "legend"]] });
  const last = y.findLastIndex((value, i) => Number.isFinite(value) && Number.isFinite(x[i]!));
  return {
    name,
    color,
    key: "line",
    x,
    y,
    room: [false, true],
    end: label === "end" && last >= 0 ? [x[last]!, y[last]!] : undefined,
    draw: drawing(
      "line",
      (plot) =>
        `<path d="${linePath(x.map(plot.x.toPixels), y.map(plot.y.toPixels))}" fill="none" stroke="currentColor" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"${dashes[dash]}/>`,
    ),
  };
}

/** SVG path through pixels, broken where one is not finite. */
function linePath(x: readonly number[], y: readonly number[]): string {
  const isPlaced = (i: number): boolean => Number.isFinite(x[i]) && Number.isFinite(y[i]);
  let path = "";
  for (let i = 0; i < x.length; i++) {
    if (!isPlaced(i)) continue;
    const starts = i === 0 || !isPlaced(i - 1);
    path += `${starts ? "M" : "L"}${pixel(x[i]!)},${pixel(y[i]!)}`;
    if (starts && !isPlaced(i + 1)) path += "h0"; // with a round cap a line of no length is a dot
  }
  return path;
}
