import { checkChoices, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { axisDomain, equalUnits } from "./axes/axis-domain.js";
import { type AxisOptions, checkAxis } from "./axes/axis-options.js";
import { drawAxes, drawGrid } from "./axes/draw-axes.js";
import { createScale, type Scale } from "./axes/scale.js";
import { escapeHtml } from "./escape.js";
import {
  colorBarWidth,
  drawColorBar,
  drawLegend,
  drawLineEnds,
  type Entry,
  endRow,
  type LineEnd,
  legendRow,
  legendRows,
} from "./legend.js";
import type { Mark, Plot } from "./mark.js";
import { textWidth } from "./style/text-width.js";
import { type Color, colored, type Theme, themeStyle } from "./style/theme.js";
import { type DotSymbol, symbols } from "./symbol.js";

/** What {@link figure} draws. */
export interface FigureOptions {
  /** The layers, the first one at the bottom. */
  readonly marks: readonly Mark[];
  /** What is seen, in a few words. Default: none. */
  readonly title?: string | undefined;
  /** A line below the title. Default: none. */
  readonly subtitle?: string | undefined;
  readonly x?: AxisOptions | undefined;
  readonly y?: AxisOptions | undefined;
  /** Pixels, ≥ 160. Default 640. */
  readonly width?: number | undefined;
  /** Pixels, ≥ 120. Default 400. */
  readonly height?: number | undefined;
  /** How long a unit of x is in units of y, > 0, on linear axes: 1 for the plane. Default: the plot fills its room. */
  readonly aspectRatio?: number | undefined;
  /** Default "auto": light or dark as the reader's page. */
  readonly theme?: Theme | undefined;
  /** Whether the figure lies on paper of its own, or on that of its page. Default true. */
  readonly background?: boolean | undefined;
  /** The figure in words, for who does not see it. Default: the title. */
  readonly summary?: string | undefined;
}

const options = [
  "marks", "title", "subtitle", "x", "y", "width", "height", "aspectRatio", "theme", "background", "summary",
]; // biome-ignore format: one line

/** A mark with the colour and the symbol that it got in its figure. */
interface Layer {
  readonly mark: Mark;
  readonly color: Color;
  readonly symbol: DotSymbol;
}

/**
 * A figure as one SVG element: axes, legend, and the marks between them, each in the next colour of the palette unless it has its
 * own. Lines that run from left to right are named at their ends, all else above the plot.
 *
 * @returns markup for a file or for an element's innerHTML; no script, no address, no id. With a theme of its own (`"light"`,
 * `"dark"`) it has no style sheet either.
 * @throws RangeError for sizes or axes that cannot be drawn; TypeError for an unknown option.
 * @example
 * figure({ title: "Loss", x: { label: "epoch" }, y: { type: "log" }, marks: [line({ name: "train", y: losses })] });
 */
export function figure(given: FigureOptions): string {
  checkOptions("figure", given, options);
  checkKinds("figure", {
    options: [given, { marks: [{ key: "string", x: "array", y: "array", draw: "function" }] }],
  });
  const { marks, title, subtitle, width = 640, height = 400, theme = "auto", background = true } = given;
  const { x = {}, y = {}, aspectRatio, summary = title } = given;
  checkNumbers("figure", {
    width: [width, "≥ 160"],
    height: [height, "≥ 120"],
    aspectRatio: [aspectRatio, "> 0 or undefined"],
  });
  checkChoices("figure", { theme: [theme, ["auto", "light", "dark"]] });
  checkKinds("figure", {
    title: [title, "string or undefined"],
    subtitle: [subtitle, "string or undefined"],
    summary: [summary, "string or undefined"],
    background: [background, "boolean"],
  });
  checkAxis("x", x);
  checkAxis("y", y);
  const layers = assignColors(marks);
  const layout = layOut(given, layers, { width, height, aspectRatio, theme });
  const { plot, rows, ends, headingHeight } = layout;
  const drawn = layers.map(({ mark, color, symbol }) => colored(color, theme, mark.draw(plot, symbol)));
  const used: Color[] = ["paper", "ink", "muted", "grid", ...layers.map(({ color }) => color)];
  const colorBar = marks.find((mark) => mark.colorBar)?.colorBar;
  const { left, right, top, bottom } = plot;
  const box = `${left} ${top} ${right - left} ${bottom - top}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="elbow-figure" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" style="max-width:100%;height:auto" font-family="system-ui, sans-serif" font-size="12" role="img"${summary === undefined ? "" : ` aria-label="${escapeHtml(summary)}"`}>`,
    themeStyle(theme, used),
    background
      ? colored("paper", theme, `<rect width="${width}" height="${height}" fill="currentColor"/>`)
      : "",
    heading(title, subtitle, theme),
    drawLegend(rows, 8, headingHeight, theme),
    drawGrid(plot, colorBar !== undefined),
    // A viewport of its own clips without an id, which two figures of one page would share.
    `<svg x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" viewBox="${box}" aria-hidden="true">`,
    ...drawn,
    "</svg>",
    drawAxes(plot, x, y),
    drawLineEnds(ends, plot),
    colorBar ? drawColorBar(colorBar, plot) : "",
    "</svg>",
  ].join("");
}

function assignColors(marks: readonly Mark[]): Layer[] {
  let next = 0;
  let dots = 0;
  return marks.map((mark) => ({
    mark,
    color: mark.color === "next" ? next++ : mark.color,
    symbol: mark.symbol ?? symbols[mark.key === "dot" ? dots++ % symbols.length : 0]!,
  }));
}

function heading(title: string | undefined, subtitle: string | undefined, theme: Theme): string {
  const first =
    title === undefined
      ? ""
      : colored(
          "ink",
          theme,
          `<text x="8" y="22" font-size="15" font-weight="600" fill="currentColor">${escapeHtml(title)}</text>`,
        );
  const second =
    subtitle === undefined
      ? ""
      : colored(
          "muted",
          theme,
          `<text x="8" y="${title === undefined ? 18 : 40}" fill="currentColor">${escapeHtml(subtitle)}</text>`,
        );
  return first + second;
}

interface Layout {
  readonly plot: Plot;
  readonly rows: readonly (readonly Entry[])[];
  readonly ends: readonly LineEnd[];
  /** Where the legend begins. */
  readonly headingHeight: number;
}

/** Where everything stands: the margins are as wide as what is written in them. */
function layOut(
  { title, subtitle, x = {}, y = {} }: FigureOptions,
  layers: readonly Layer[],
  {
    width,
    height,
    aspectRatio,
    theme,
  }: {
    readonly width: number;
    readonly height: number;
    readonly aspectRatio: number | undefined;
    readonly theme: Theme;
  },
): Layout {
  const marks = layers.map(({ mark }) => mark);
  const headingHeight = 6 + (title === undefined ? 0 : 24) + (subtitle === undefined ? 0 : 18);
  const { atEnd, entries } = placesOfNames(layers, height - headingHeight - 80);
  const rows = legendRows(entries, width - 16);
  const top = headingHeight + rows.length * legendRow + (y.label === undefined ? 10 : 28);
  const bottom = height - (x.label === undefined ? 28 : 48);
  const endWidth = atEnd.reduce((most, { mark }) => Math.max(most, 36 + textWidth(mark.name!, 12)), 0);
  const barWidth = Math.max(0, ...marks.map(({ colorBar }) => (colorBar ? colorBarWidth(colorBar) : 0)));
  const right = Math.floor(Math.max(width / 2, width - Math.max(16, endWidth, barWidth)));
  let domains = { x: axisDomain("x", marks, x), y: axisDomain("y", marks, y) };
  const scaleY = (): Scale =>
    createScale({
      type: y.type ?? "linear",
      domain: domains.y,
      range: y.reverse ? [top, bottom] : [bottom, top],
      ticks: y.ticks ?? Math.max(2, Math.round((bottom - top) / 50)),
      categories: y.categories,
    });
  const left = Math.ceil(
    12 + scaleY().ticks.reduce((most, { text }) => Math.max(most, textWidth(text, 12)), 16),
  );
  if (aspectRatio !== undefined)
    domains = equalUnits(domains.x, domains.y, {
      width: right - left,
      height: bottom - top,
      ratio: aspectRatio,
    });
  const scaleX = createScale({
    type: x.type ?? "linear",
    domain: domains.x,
    range: x.reverse ? [right, left] : [left, right],
    ticks: x.ticks ?? Math.max(2, Math.round((right - left) / 80)),
    categories: x.categories,
  });
  const plot: Plot = { x: scaleX, y: scaleY(), left, right, top, bottom, theme };
  return { plot, rows, ends: lineEnds(atEnd, plot), headingHeight };
}

/** Which layers are named at the ends of their lines, where these have room below each other, and which in the legend. */
function placesOfNames(layers: readonly Layer[], room: number) {
  const named = layers.filter(({ mark }) => mark.name !== undefined);
  const withEnd = named.filter(({ mark }) => mark.end);
  const atEnd = withEnd.length * endRow < room ? withEnd : [];
  const entries = named
    .filter((layer) => !atEnd.includes(layer))
    .map(({ mark, color, symbol }) => ({ name: mark.name!, color, key: mark.key, symbol }));
  return { atEnd, entries };
}

/** The names at the ends of lines, where these are on the plot. */
function lineEnds(layers: readonly Layer[], { x, y, right }: Plot): LineEnd[] {
  return layers
    .map(({ mark, color }) => {
      const [endX, endY] = mark.end!;
      const at = endX === Number.POSITIVE_INFINITY ? right : x.toPixels(endX);
      return { name: mark.name!, color, x: at, y: y.toPixels(endY) };
    })
    .filter((end) => Number.isFinite(end.x + end.y));
}
