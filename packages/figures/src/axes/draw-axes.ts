import { escapeHtml } from "../escape.js";
import type { Plot } from "../mark.js";
import { pixel } from "../pixel.js";
import { colored } from "../style/theme.js";
import type { AxisOptions } from "./axis-options.js";

/** Ticks inside the plot; rounding must not lose one at its edge. */
const ticksInside = (
  { ticks, toPixels }: Plot["x"],
  [from, to]: readonly [number, number],
): { at: number; text: string }[] =>
  ticks
    .map(({ value, text }) => ({ at: toPixels(value), text }))
    .filter(({ at }) => at >= Math.min(from, to) - 0.5 && at <= Math.max(from, to) + 0.5);

/** The lines behind the data: level ones, and upright ones where x is a measure and not names. */
export function drawGrid(plot: Plot, isTable: boolean): string {
  if (isTable) return "";
  const { x, y, left, right, top, bottom, theme } = plot;
  const across = ticksInside(y, [bottom, top]).map(({ at }) => `M${left},${pixel(at)}H${right}`);
  const up = ticksInside(x, [left, right]).map(({ at }) => `M${pixel(at)},${top}V${bottom}`);
  return colored("grid", theme, `<path d="${[...across, ...up].join("")}" stroke="currentColor"/>`);
}

/** The ticks with their values, and the names of the axes: x below its end, y above its top. */
export function drawAxes(plot: Plot, xOptions: AxisOptions, yOptions: AxisOptions): string {
  const { x, y, left, right, top, bottom, theme } = plot;
  const text = (tx: number, ty: number, anchor: string, content: string, more = ""): string =>
    `<text x="${pixel(tx)}" y="${pixel(ty)}" text-anchor="${anchor}"${more} fill="currentColor">${escapeHtml(content)}</text>`;
  const xTicks = ticksInside(x, [left, right]);
  const yTicks = ticksInside(y, [bottom, top]);
  const values = [
    ...xTicks.map((tick) => text(tick.at, bottom + 18, "middle", tick.text)),
    ...yTicks.map((tick) => text(left - 8, tick.at + 4, "end", tick.text)),
  ];
  const base = `<path d="M${left},${bottom}H${right}${xTicks.map(({ at }) => `M${pixel(at)},${bottom}v4`).join("")}" fill="none" stroke="currentColor"/>`;
  const names = [
    xOptions.label === undefined ? "" : text((left + right) / 2, bottom + 38, "middle", xOptions.label),
    yOptions.label === undefined ? "" : text(8, top - 12, "start", yOptions.label),
  ];
  return colored("muted", theme, base + values.join("")) + colored("ink", theme, names.join(""));
}
