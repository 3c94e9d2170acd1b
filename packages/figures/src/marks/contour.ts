import { checkFinite, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { extent } from "../axes/extent.js";
import { shortNumber } from "../axes/tick-text.js";
import { drawing } from "../drawing.js";
import type { Mark, MarkOptions, Plot } from "../mark.js";
import { pixel } from "../pixel.js";
import { halo } from "../style/halo.js";
import { colored } from "../style/theme.js";
import { isoline, type Path, region } from "./isoline.js";
import { checkNameAndColor } from "./points.js";
import { checkSurface, type Surface } from "./surface.js";

/** What {@link contour} draws. */
export interface ContourOptions extends MarkOptions, Surface {
  /** Heights of the lines. Default: 11 from the lowest to the highest value, both left out. */
  readonly levels?: readonly number[];
  /** Whether what is higher is shaded more. Default true. */
  readonly fill?: boolean;
  /** Whether the lines carry their heights. Default true. */
  readonly labels?: boolean;
}

/** How many levels there are when none are asked for. */
const defaultLevels = 11;

/**
 * Contour lines of a sampled surface, with their heights, over a shade that deepens with each level.
 *
 * @throws RangeError if the heights do not fit the grid, or for a level that is not finite; TypeError for an unknown option.
 */
export function contour(options: ContourOptions): Mark {
  checkOptions("contour", options, ["name", "color", "x", "y", "values", "levels", "fill", "labels"]);
  checkSurface("contour", options);
  checkNameAndColor("contour", options);
  const { name, color = 0, x, y, values, fill = true, labels = true } = options;
  checkKinds("contour", { fill: [fill, "boolean"], labels: [labels, "boolean"] });
  const [low, high] = extent(
    Array.from(values).flatMap((row) => Array.from(row)),
    "linear",
  ) ?? [0, 0];
  const levels =
    options.levels ??
    Array.from(
      { length: low < high ? defaultLevels : 0 },
      (_, k) => low + ((high - low) * (k + 1)) / (defaultLevels + 1),
    );
  checkFinite("contour", "levels", levels);
  checkNumbers("contour", {
    "the length of x": [x.length, "integer ≥ 2"],
    "the length of y": [y.length, "integer ≥ 2"],
  });
  return {
    name,
    color,
    key: "box",
    x: Array.from(x),
    y: Array.from(y),
    room: [false, false],
    covers: true,
    draw: drawing("contour", (plot) => {
      const shades = fill
        ? levels.map((level) => shade(plot, region(options, level), 0.45 / levels.length))
        : [];
      const taken: Label[] = [];
      const lines = levels.map((level) => {
        const paths = isoline(options, level);
        const text = labels ? levelLabel(plot, paths, shortNumber(level), taken) : "";
        return { path: paths.map((path) => svgPath(plot, path)).join(""), text };
      });
      const path = lines.map((found) => found.path).join("");
      return [
        ...shades,
        colored("muted", plot.theme, `<path d="${path}" fill="none" stroke="currentColor"/>`),
        colored("ink", plot.theme, lines.map(({ text }) => text).join("")),
      ].join("");
    }),
  };
}

const svgPath = ({ x, y }: Plot, path: Path): string =>
  `M${path.map(([a, b]) => `${pixel(x.toPixels(a))},${pixel(y.toPixels(b))}`).join("L")}`;

/** Everything above a level; each higher level lies over it, so that the shades add up. */
function shade(plot: Plot, rings: readonly Path[], opacity: number): string {
  if (rings.length === 0) return "";
  const path = rings.map((ring) => `${svgPath(plot, ring)}Z`).join("");
  return `<path d="${path}" fill="currentColor" fill-opacity="${opacity.toFixed(3)}" fill-rule="evenodd"/>`;
}

interface Label {
  readonly x: number;
  readonly y: number;
  readonly half: number;
}

/** The height of a line, written on its longest piece where no other height stands yet; none on a short piece. */
function levelLabel(
  { x, y, left, right, top, bottom, theme }: Plot,
  paths: readonly Path[],
  text: string,
  taken: Label[],
): string {
  const half = 3.2 * text.length + 3;
  const longest = paths.reduce<Path>((most, path) => (path.length > most.length ? path : most), []);
  const pixels = longest.map(([a, b]) => [x.toPixels(a), y.toPixels(b)] as const);
  if (pathLength(pixels) < 6 * half) return "";
  for (const share of [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9]) {
    const [px, py] = pointAlong(pixels, share);
    const isFree =
      px - half > left &&
      px + half < right &&
      py - 8 > top &&
      py + 8 < bottom &&
      taken.every((other) => Math.abs(other.y - py) > 14 || Math.abs(other.x - px) > half + other.half);
    if (!isFree) continue;
    taken.push({ x: px, y: py, half });
    return `<text ${halo(theme)} x="${pixel(px)}" y="${pixel(py + 3.5)}" text-anchor="middle" font-size="10" fill="currentColor">${text}</text>`;
  }
  return "";
}

type Pixel = readonly [x: number, y: number];

const lengthsOf = (path: readonly Pixel[]): number[] =>
  path.slice(1).map(([x, y], i) => Math.hypot(x - path[i]![0], y - path[i]![1]));

const pathLength = (path: readonly Pixel[]): number =>
  lengthsOf(path).reduce((sum, length) => sum + length, 0);

/** The point at a share of a path's length. */
function pointAlong(path: readonly Pixel[], share: number): Pixel {
  let left = share * pathLength(path);
  for (const [i, length] of lengthsOf(path).entries()) {
    if (left <= length && length > 0) {
      const [from, to] = [path[i]!, path[i + 1]!];
      const t = left / length;
      return [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
    }
    left -= length;
  }
  return path.at(-1)!;
}
