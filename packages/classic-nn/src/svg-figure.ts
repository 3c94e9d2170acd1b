import { isoline, type Surface } from "./isoline.js";
import {
  type Axis,
  axis,
  colour,
  extent,
  type FigureLabels,
  frame,
  PLOT,
  padded,
  pixel,
} from "./svg-axes.js";

/** Named points in order. */
export interface Series {
  name: string;
  /** Default: 0, 1, 2, … */
  x?: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** What {@link lineFigure} draws. */
export interface LineFigureOptions extends FigureLabels {
  series: readonly Series[];
  /** Default "linear". On "log" the values that are not positive are left out. */
  yScale?: "linear" | "log";
  /** Lowest and highest y shown, positive on "log". Default: those of the data. */
  yRange?: readonly [number, number];
}

/** What {@link scatterFigure} draws. */
export interface ScatterFigureOptions extends FigureLabels {
  series: readonly Series[];
  /** Lines over the points, for a fit or a boundary. */
  lines?: readonly Series[];
}

/** What {@link contourFigure} draws. */
export interface ContourFigureOptions extends FigureLabels, Surface {
  /** Heights of the isolines. Default: 11 from the lowest to the highest value, both left out. */
  levels?: readonly number[];
  /** Lines over the surface, for the way an iteration took. */
  lines?: readonly Series[];
  /** Points over the surface. */
  points?: readonly Series[];
}

const xOf = (s: Series, i: number): number => s.x?.[i] ?? i;

function checked(where: string, series: readonly Series[]): readonly Series[] {
  for (const { name, x, y } of series) {
    if (x !== undefined && x.length !== y.length)
      throw new RangeError(
        `${where}: expected x and y of "${name}" of one length, got ${x.length} and ${y.length}`,
      );
  }
  return series;
}

function* allX(series: readonly Series[]): Generator<number> {
  for (const s of series) for (let i = 0; i < s.y.length; i++) yield xOf(s, i);
}

function* allY(series: readonly Series[]): Generator<number> {
  for (const s of series) yield* Array.from(s.y);
}

/** A polyline; a point without a place (NaN, an infinity, or below 0 on a logarithmic axis) interrupts it. */
function path(s: Series, x: Axis, y: Axis, stroke: string): string {
  let d = "";
  let pen = "M";
  for (let i = 0; i < s.y.length; i++) {
    const px = x.toPixels(xOf(s, i));
    const py = y.toPixels(s.y[i]!);
    if (Number.isFinite(px) && Number.isFinite(py)) {
      d += `${pen}${pixel(px)},${pixel(py)}`;
      pen = "L";
    } else pen = "M";
  }
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="1.5"/>`;
}

function dots(s: Series, x: Axis, y: Axis, fill: string): string {
  let circles = "";
  for (let i = 0; i < s.y.length; i++) {
    const [px, py] = [x.toPixels(xOf(s, i)), y.toPixels(s.y[i]!)];
    if (Number.isFinite(px) && Number.isFinite(py))
      circles += `<circle cx="${pixel(px)}" cy="${pixel(py)}" r="2.5"/>`;
  }
  return `<g fill="${fill}" fill-opacity="0.75">${circles}</g>`;
}

const xAxis = (range: readonly [number, number]): Axis => axis(range, PLOT.left, PLOT.right, "linear");
const yAxis = (range: readonly [number, number]): Axis => axis(range, PLOT.bottom, PLOT.top, "linear");

/** The extent of the data; a constant on a logarithmic axis is widened by factors, which never reach 0. */
function heightRange(heights: readonly number[], yScale: "linear" | "log"): readonly [number, number] {
  const [first = 1] = heights;
  const constant = heights.every((value) => value === first);
  return yScale === "log" && constant ? [first / 10, first * 10] : extent(heights);
}

/** Lines of y against x as an SVG document, one colour a series, with axes and legend. */
export function lineFigure(options: LineFigureOptions): string {
  const { series, yScale = "linear", yRange } = options;
  checked("lineFigure", series);
  const x = xAxis(extent(allX(series)));
  const heights = [...allY(series)].filter((value) => yScale === "linear" || value > 0);
  const y = axis(yRange ?? heightRange(heights, yScale), PLOT.bottom, PLOT.top, yScale);
  return frame(
    options,
    x,
    y,
    series.map((s, i) => path(s, x, y, colour(i))),
    series.map((s, i) => ({ name: s.name, colour: colour(i) })),
  );
}

/** Points as an SVG document, one colour a series, with lines over them where given. */
export function scatterFigure(options: ScatterFigureOptions): string {
  const { series, lines = [] } = options;
  const all = checked("scatterFigure", [...series, ...lines]);
  const x = xAxis(padded(extent(allX(all))));
  const y = yAxis(padded(extent(allY(all))));
  return frame(
    options,
    x,
    y,
    all.map((s, i) => (i < series.length ? dots : path)(s, x, y, colour(i))),
    all.map((s, i) => ({ name: s.name, colour: colour(i) })),
  );
}

/** Isolines of a sampled surface as an SVG document, dark blue at the lowest level and red at the highest. */
export function contourFigure(options: ContourFigureOptions): string {
  const { lines = [], points = [], values } = options;
  if (values.length !== options.y.length || Array.from(values).some((row) => row.length !== options.x.length))
    throw new RangeError(
      `contourFigure: expected values of shape [${options.y.length}, ${options.x.length}] to match y and x, got [${values.length}, ${values[0]?.length ?? 0}]`,
    );
  const over = checked("contourFigure", [...lines, ...points]);
  const x = xAxis(extent(Array.from(options.x)));
  const y = yAxis(extent(Array.from(options.y)));
  const [low, high] = extent(Array.from(values).flatMap((row) => Array.from(row)));
  const levels = options.levels ?? Array.from({ length: 11 }, (_, k) => low + ((high - low) * (k + 1)) / 12);
  const shade = (k: number): string =>
    `hsl(${Math.round(240 * (1 - k / Math.max(1, levels.length - 1)))} 70% 45%)`;
  const contours = levels.map((level, k) => {
    const d = isoline(options, level)
      .map(
        ([x1, y1, x2, y2]) =>
          `M${pixel(x.toPixels(x1))},${pixel(y.toPixels(y1))}L${pixel(x.toPixels(x2))},${pixel(y.toPixels(y2))}`,
      )
      .join("");
    return `<path d="${d}" fill="none" stroke="${shade(k)}"/>`;
  });
  return frame(
    options,
    x,
    y,
    [...contours, ...over.map((s, i) => (i < lines.length ? path : dots)(s, x, y, colour(i)))],
    [
      ...over.map((s, i) => ({ name: s.name, colour: colour(i) })),
      ...levels.map((level, k) => ({ name: String(Number(level.toPrecision(3))), colour: shade(k) })),
    ],
  );
}
