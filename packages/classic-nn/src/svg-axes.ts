/** Names of a figure and its two axes. */
export interface FigureLabels {
  title: string;
  xLabel: string;
  yLabel: string;
}

/** From a data interval to pixels, with the values to print along the axis. */
export interface Axis {
  toPixels: (value: number) => number;
  ticks: readonly number[];
}

/** Size of every figure in pixels, and of the plot inside it. */
export const WIDTH = 720;
export const HEIGHT = 400;
export const PLOT: { left: number; right: number; top: number; bottom: number } = {
  left: 70,
  right: 500,
  top: 40,
  bottom: 350,
};

/** Okabe and Ito's colours, told apart with every kind of colour vision, but for their yellow; then three darker ones. */
export const COLOURS: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#000000",
  "#882255",
  "#999933",
  "#44338f",
];

/** The colour of the i-th series; they repeat. */
export function colour(i: number): string {
  return COLOURS[i % COLOURS.length]!;
}

/** A pixel coordinate, short. */
export function pixel(value: number): string {
  return value.toFixed(1);
}

/** Text with the characters that XML reserves replaced. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c] ?? "&quot;");
}

/** Smallest and largest finite value, widened when they are equal; [0, 1] when there is none. */
export function extent(values: Iterable<number>): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** An interval widened by 4% on both sides, so that marks at its ends stand inside the plot. */
export function padded([low, high]: readonly [number, number]): [number, number] {
  const margin = 0.04 * (high - low);
  return [low - margin, high + margin];
}

/** Multiples of 1, 2 or 5 times a power of ten: about `count` of them inside [low, high]. */
function linearTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? 10 * power;
  const ticks: number[] = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) ticks.push(k * step);
  return ticks;
}

/** An axis over [low, high] drawn from `from` to `to` pixels; on "log" both ends are positive. */
export function axis(
  [low, high]: readonly [number, number],
  from: number,
  to: number,
  scale: "linear" | "log",
): Axis {
  const place = scale === "log" ? Math.log10 : (value: number): number => value;
  const [a, b] = [place(low), place(high)];
  const toPixels = (value: number): number => from + ((place(value) - a) / (b - a)) * (to - from);
  const ticks =
    scale === "log"
      ? linearTicks(a, b, 6)
          .filter(Number.isInteger)
          .map((exponent) => Number(`1e${exponent}`))
      : linearTicks(low, high, 6);
  return { toPixels, ticks };
}

/** A number for an axis: plain from 0.001 to 99,999, else a power of ten. */
function tickText(value: number): string {
  const size = Math.abs(value);
  const plain = size === 0 || (size >= 1e-3 && size < 1e5);
  return plain ? String(Number(value.toPrecision(6))) : value.toExponential().replace("e+", "e");
}

/** The SVG document of a figure: title, both axes, legend, and the marks inside the plot, clipped to it. */
export function frame(
  { title, xLabel, yLabel }: FigureLabels,
  x: Axis,
  y: Axis,
  marks: readonly string[],
  legend: readonly { name: string; colour: string }[],
): string {
  const { left, right, top, bottom } = PLOT;
  const middle = (left + right) / 2;
  const text = (tx: number, ty: number, anchor: string, content: string): string =>
    `<text x="${pixel(tx)}" y="${pixel(ty)}" text-anchor="${anchor}">${escapeText(content)}</text>`;
  const upright = (top + bottom) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img" aria-label="${escapeText(title)}">`,
    `<defs><clipPath id="plot"><rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/></clipPath></defs>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    text(middle, 24, "middle", title),
    ...x.ticks.map(
      (t) =>
        `<path d="M${pixel(x.toPixels(t))},${bottom}v5" stroke="#666"/>${text(x.toPixels(t), bottom + 18, "middle", tickText(t))}`,
    ),
    ...y.ticks.map(
      (t) =>
        `<path d="M${left},${pixel(y.toPixels(t))}h-5" stroke="#666"/>${text(left - 8, y.toPixels(t) + 4, "end", tickText(t))}`,
    ),
    text(middle, bottom + 38, "middle", xLabel),
    `<g transform="rotate(-90 18 ${upright})">${text(18, upright, "middle", yLabel)}</g>`,
    `<g clip-path="url(#plot)">`,
    ...marks,
    "</g>",
    `<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" fill="none" stroke="#666"/>`,
    ...legend.map(
      (entry, i) =>
        `<rect x="${right + 12}" y="${top + 18 * i}" width="12" height="12" fill="${entry.colour}"/>${text(right + 30, top + 18 * i + 10, "start", entry.name)}`,
    ),
    "</svg>",
  ].join("\n");
}
