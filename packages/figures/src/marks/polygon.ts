import { checkNumbers } from "@elbowjs/arguments";
import { drawing } from "../drawing.js";
import type { Mark } from "../mark.js";
import { pixel } from "../pixel.js";
import { type PointsOptions, readPoints } from "./points.js";

/** What {@link polygon} draws. */
export interface PolygonOptions extends PointsOptions {
  /** How opaque the inside is, 0 to 1. Default 0.15. */
  readonly opacity?: number;
}

/**
 * A closed outline through points, lightly filled: a cell of a plane, a band between two curves, an ellipse.
 *
 * @throws RangeError for x and y of different lengths or an opacity outside [0, 1]; TypeError for an unknown option.
 */
export function polygon(options: PolygonOptions): Mark {
  const { x, y } = readPoints("polygon", options, ["opacity"]);
  const { name, color = "next", opacity = 0.15 } = options;
  checkNumbers("polygon", { opacity: [opacity, "[0, 1]"] });
  return {
    name,
    color,
    key: "box",
    x,
    y,
    room: [false, false],
    draw: drawing("polygon", (plot) => {
      const points = x.map((value, i) => [plot.x.toPixels(value), plot.y.toPixels(y[i]!)] as const);
      const placed = points.filter((point) => point.every(Number.isFinite));
      return `<path d="M${placed.map((point) => point.map(pixel).join(",")).join("L")}Z" fill="currentColor" fill-opacity="${opacity}" stroke="currentColor" stroke-opacity="0.6"/>`;
    }),
  };
}
