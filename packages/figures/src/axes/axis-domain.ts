import type { Mark } from "../mark.js";
import type { AxisOptions } from "./axis-options.js";
import { extent, opened, widened } from "./extent.js";

/** Share of the axis that stays empty on both sides of marks that want room. */
const room = 0.05;

/** What an axis shows: what was asked for, else what the marks need. */
export function axisDomain(along: "x" | "y", marks: readonly Mark[], options: AxisOptions): [number, number] {
  const { type = "linear", domain, categories } = options;
  if (domain) return [...domain];
  if (categories) return [-0.5, categories.length - 0.5];
  const values = marks.flatMap((mark) => mark[along]);
  const fromZero = along === "y" && type === "linear" && marks.some(({ zero }) => zero);
  const found = extent(fromZero ? [...values, 0] : values, type) ?? (type === "log" ? [1, 10] : [0, 1]);
  const [low, high] = opened(found, type);
  const wantsRoom =
    marks.some((mark) => mark.room[along === "x" ? 0 : 1]) && !marks.some(({ covers }) => covers);
  const share = (end: number): number => (wantsRoom && !(fromZero && end === 0) ? room : 0);
  return widened([low, high], type, [share(low), share(high)]);
}

/** Two linear domains, of which one is widened until a unit is as long in both, or `ratio` times as long in x. */
export function equalUnits(
  x: readonly [number, number],
  y: readonly [number, number],
  { width, height, ratio }: { readonly width: number; readonly height: number; readonly ratio: number },
): { x: [number, number]; y: [number, number] } {
  const [perX, perY] = [width / (x[1] - x[0]) / ratio, height / (y[1] - y[0])];
  const stretch = ([low, high]: readonly [number, number], by: number): [number, number] => {
    const extra = ((high - low) * (by - 1)) / 2;
    return [low - extra, high + extra];
  };
  return { x: stretch(x, Math.max(1, perX / perY)), y: stretch(y, Math.max(1, perY / perX)) };
}
