import { checkChoices, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { extent, opened } from "../axes/extent.js";
import { shortNumber } from "../axes/tick-text.js";
import { drawing } from "../drawing.js";
import { escapeHtml } from "../escape.js";
import type { Mark, Plot } from "../mark.js";
import { pixel } from "../pixel.js";
import { type ColorScheme, colorAt, textOn } from "../style/color-scale.js";
import { checkSurface } from "./surface.js";

/** What {@link heatMap} draws. */
export interface HeatMapOptions {
  /** `values[j][i]` is the cell in row j, column i. */
  readonly values: ArrayLike<ArrayLike<number>>;
  /** Middles of the columns, evenly spaced. Default 0, 1, 2, …. */
  readonly x?: ArrayLike<number> | undefined;
  /** Middles of the rows, evenly spaced; the y axis points up unless it says `reverse`. Default 0, 1, 2, …. */
  readonly y?: ArrayLike<number> | undefined;
  /** Default "sequential". */
  readonly colors?: ColorScheme;
  /** Values of the scheme's two ends. Default: the extent of the values; for "diverging" as far on both sides of 0. */
  readonly domain?: readonly [number, number];
  /** What is written in a cell. Default: nothing. */
  readonly text?: ((value: number) => string) | undefined;
}

/**
 * A table of numbers as coloured cells, with a colour bar beside the plot. Cells that are not finite stay paper.
 *
 * @throws RangeError if the values do not fit x and y; TypeError for an unknown option.
 */
export function heatMap(options: HeatMapOptions): Mark {
  checkOptions("heatMap", options, ["values", "x", "y", "colors", "domain", "text"]);
  checkKinds("heatMap", {
    options: [
      options,
      {
        values: "rows",
        x: "numbers or undefined",
        y: "numbers or undefined",
        domain: "numbers or undefined",
        text: "function or undefined",
      },
    ],
  });
  const { values, colors = "sequential", text } = options;
  const x = Array.from(options.x ?? Array.from(values[0] ?? [], (_, i) => i));
  const y = Array.from(options.y ?? Array.from(values, (_, j) => j));
  checkSurface("heatMap", { x, y, values });
  checkChoices("heatMap", { colors: [colors, ["sequential", "diverging"]] });
  const domain = options.domain ?? naturalDomain(values, colors);
  checkNumbers("heatMap", { "domain[0]": [domain[0], "finite"], "domain[1]": [domain[1], "finite"] });
  const half = [halfStep(x), halfStep(y)] as const;
  return {
    color: "ink",
    key: "box",
    x: x.flatMap((value) => [value - half[0], value + half[0]]),
    y: y.flatMap((value) => [value - half[1], value + half[1]]),
    room: [false, false],
    covers: true,
    colorBar: { scheme: colors, domain },
    draw: drawing("heatMap", (plot) =>
      y
        .map((row, j) =>
          x
            .map((column, i) => cell(plot, column, row, half, values[j]![i]!, { colors, domain, text }))
            .join(""),
        )
        .join(""),
    ),
  };
}

function naturalDomain(values: HeatMapOptions["values"], colors: ColorScheme): [number, number] {
  const found = extent(
    Array.from(values).flatMap((row) => Array.from(row)),
    "linear",
  ) ?? [0, 1];
  if (colors === "sequential") return opened(found, "linear");
  const reach = Math.max(Math.abs(found[0]), Math.abs(found[1])) || 1;
  return [-reach, reach];
}

const halfStep = (middles: readonly number[]): number =>
  middles.length > 1 ? Math.abs(middles.at(-1)! - middles[0]!) / (middles.length - 1) / 2 : 0.5;

function cell(
  plot: Plot,
  column: number,
  row: number,
  half: readonly [number, number],
  value: number,
  {
    colors,
    domain,
    text,
  }: { colors: ColorScheme; domain: readonly [number, number]; text: HeatMapOptions["text"] },
): string {
  if (!Number.isFinite(value)) return "";
  const across = [column - half[0], column + half[0]].map(plot.x.toPixels).sort((a, b) => a - b);
  const down = [row - half[1], row + half[1]].map(plot.y.toPixels).sort((a, b) => a - b);
  const color = colorAt(colors, (value - domain[0]) / (domain[1] - domain[0]));
  const [left = 0, right = 0] = across;
  const [top = 0, bottom = 0] = down;
  const written = text
    ? `<text x="${pixel((left + right) / 2)}" y="${pixel((top + bottom) / 2 + 4)}" text-anchor="middle" fill="${textOn(color)}">${escapeHtml(text(value))}</text>`
    : "";
  // A hair wider than it is, so that no line of paper shines through between two cells.
  return `<rect x="${pixel(left)}" y="${pixel(top)}" width="${pixel(right - left + 0.3)}" height="${pixel(bottom - top + 0.3)}" fill="${color}"><title>${shortNumber(value)}</title></rect>${written}`;
}
