import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { drawing } from "../drawing.js";
import type { Mark, MarkOptions, Plot } from "../mark.js";
import { pixel } from "../pixel.js";
import { checkLengths, checkNameAndColor } from "./points.js";

/** What {@link arrow} draws: from (x1, y1) to (x2, y2), one of each per arrow. */
export interface ArrowOptions extends MarkOptions {
  readonly x1: ArrayLike<number>;
  readonly y1: ArrayLike<number>;
  readonly x2: ArrayLike<number>;
  readonly y2: ArrayLike<number>;
}

/** What {@link vector} draws: at (x, y) the direction (dx, dy). */
export interface VectorOptions extends MarkOptions {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly dx: ArrayLike<number>;
  readonly dy: ArrayLike<number>;
  /**
   * Units of the axes per unit of (dx, dy), > 0. Default: so that the longest arrow is as long as the points are apart, as if they
   * were on a square grid.
   */
  readonly scale?: number;
}

/**
 * Arrows from point to point; those with an end that has no place are left out.
 *
 * @throws RangeError for arrays of different lengths; TypeError for an unknown option.
 */
export function arrow(options: ArrowOptions): Mark {
  checkOptions("arrow", options, ["name", "color", "x1", "y1", "x2", "y2"]);
  checkKinds("arrow", { options: [options, "object"] });
  const { name, color = "next", x1, y1, x2, y2 } = options;
  checkNameAndColor("arrow", options);
  checkLengths("arrow", { x1, y1, x2, y2 });
  return {
    name,
    color,
    key: "line",
    x: [...Array.from(x1), ...Array.from(x2)],
    y: [...Array.from(y1), ...Array.from(y2)],
    room: [true, true],
    draw: drawing("arrow", (plot) => arrows(plot, x1, y1, (i) => [x2[i]!, y2[i]!])),
  };
}

/**
 * A vector field: an arrow at every point, all lengths on one scale. Unlike those of {@link arrow}, the arrows' ends do not count
 * for the axes.
 *
 * @throws RangeError for arrays of different lengths or a scale that is not above 0; TypeError for an unknown option.
 */
export function vector(options: VectorOptions): Mark {
  checkOptions("vector", options, ["name", "color", "x", "y", "dx", "dy", "scale"]);
  checkKinds("vector", { options: [options, "object"] });
  const { name, color = "next", x, y, dx, dy, scale } = options;
  checkNameAndColor("vector", options);
  checkLengths("vector", { x, y, dx, dy });
  checkNumbers("vector", { scale: [scale, "> 0 or undefined"] });
  return {
    name,
    color,
    key: "line",
    x: Array.from(x),
    y: Array.from(y),
    room: [true, true],
    draw: drawing("vector", (plot) => {
      const factor = scale ?? fittingScale(plot, dx, dy);
      return arrows(plot, x, y, (i) => [x[i]! + factor * dx[i]!, y[i]! + factor * dy[i]!]);
    }),
  };
}

/** The scale at which the longest arrow takes the side of the square that each point has to itself. */
function fittingScale(
  { x, y, left, right, top, bottom }: Plot,
  dx: ArrayLike<number>,
  dy: ArrayLike<number>,
): number {
  const spacing = Math.sqrt(((right - left) * (bottom - top)) / Math.max(1, dx.length));
  const perUnit = [x, y].map(({ toPixels, domain }) =>
    Math.abs((toPixels(domain[1]) - toPixels(domain[0])) / (domain[1] - domain[0])),
  );
  let longest = 0;
  for (let i = 0; i < dx.length; i++) {
    const length = Math.hypot(dx[i]! * perUnit[0]!, dy[i]! * perUnit[1]!);
    if (Number.isFinite(length)) longest = Math.max(longest, length);
  }
  return longest === 0 ? 1 : (0.95 * spacing) / longest;
}

/** Shafts and heads; a head is at most a third of its arrow. */
function arrows(
  { x, y }: Plot,
  x1: ArrayLike<number>,
  y1: ArrayLike<number>,
  endOf: (i: number) => readonly [number, number],
): string {
  let path = "";
  for (let i = 0; i < x1.length; i++) {
    const [endX, endY] = endOf(i);
    const [fromX, fromY, toX, toY] = [
      x.toPixels(x1[i]!),
      y.toPixels(y1[i]!),
      x.toPixels(endX),
      y.toPixels(endY),
    ];
    const length = Math.hypot(toX - fromX, toY - fromY);
    if (!(length > 0.5 && length < Number.POSITIVE_INFINITY)) continue;
    const head = Math.min(7, length / 3);
    const [ux, uy] = [(head * (toX - fromX)) / length, (head * (toY - fromY)) / length];
    const side = (turn: number): string =>
      `${pixel(toX - ux - turn * uy * 0.6)},${pixel(toY - uy + turn * ux * 0.6)}`;
    path += `M${pixel(fromX)},${pixel(fromY)}L${pixel(toX)},${pixel(toY)}M${side(1)}L${pixel(toX)},${pixel(toY)}L${side(-1)}`;
  }
  return `<path d="${path}" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>`;
}
