import { checkNumbers } from "@elbowjs/arguments";
import { shortNumber } from "../axes/tick-text.js";
import { drawing } from "../drawing.js";
import type { Mark } from "../mark.js";
import { pixel } from "../pixel.js";
import { type PointsOptions, readPoints } from "./points.js";

/** What {@link bar} draws. */
export interface BarOptions extends PointsOptions {
  /** Width in units of x, > 0. Default: 0.8 of the least distance between two bars. */
  readonly width?: number;
  /** How far each bar stands right of its x, in units of x: for groups of bars. Default 0. */
  readonly offset?: number;
}

/**
 * Upright bars from 0 to y, centred on x. For a histogram `width` is that of the bins; for names give the axis `categories`.
 *
 * @throws RangeError for x and y of different lengths or a width that is not above 0; TypeError for an unknown option.
 */
export function bar(options: BarOptions): Mark {
  const { x, y } = readPoints("bar", options, ["width", "offset"]);
  const { name, color = "next", width = 0.8 * leastDistance(x), offset = 0 } = options;
  checkNumbers("bar", { width: [width, "> 0"], offset: [offset, "finite"] });
  const edges = x.flatMap((value) => [value + offset - width / 2, value + offset + width / 2]);
  return {
    name,
    color,
    key: "box",
    x: edges,
    y,
    room: [false, true],
    zero: true,
    draw: drawing("bar", (plot) =>
      y
        .map((value, i) => {
          const [left, right] = [plot.x.toPixels(edges[2 * i]!), plot.x.toPixels(edges[2 * i + 1]!)];
          const foot = plot.y.type === "log" ? plot.bottom : plot.y.toPixels(0);
          const top = plot.y.toPixels(value);
          if (![left, right, top].every(Number.isFinite)) return "";
          return `<rect x="${pixel(left)}" y="${pixel(Math.min(top, foot))}" width="${pixel(right - left)}" height="${pixel(Math.abs(foot - top))}" fill="currentColor"><title>${shortNumber(value)}</title></rect>`;
        })
        .join(""),
    ),
  };
}

/** The least distance between two different values; 1 if there are none. */
function leastDistance(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((value, i) => value - sorted[i]!);
  const least = gaps.reduce((a, b) => (b > 0 && b < a ? b : a), Number.POSITIVE_INFINITY);
  return Number.isFinite(least) ? least : 1;
}
