import { checkKinds } from "@elbowjs/arguments";
/** How a heat map turns values into colours: `"sequential"` from dark to bright, `"diverging"` on both sides of a middle. */
export type ColorScheme = "sequential" | "diverging";

/** Eleven samples of matplotlib's viridis (CC0), and ColorBrewer's RdBu (Apache 2.0) from blue to red. */
const stops: Readonly<Record<ColorScheme, readonly string[]>> = {
  sequential: [
    "#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c",
    "#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725",
  ], // biome-ignore format: two rows
  diverging: [
    "#053061", "#2166ac", "#4393c3", "#92c5de", "#d1e5f0", "#f7f7f7",
    "#fddbc7", "#f4a582", "#d6604d", "#b2182b", "#67001f",
  ], // biome-ignore format: two rows
};

/** The channels of #rrggbb, 0 to 255. */
function channels(color: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

/**
 * The colour at a place of a scheme, linear in sRGB between its stops.
 *
 * @param at from 0 to 1; outside, the nearest end.
 * @returns #rrggbb.
 */
export function colorAt(scheme: ColorScheme, at: number): string {
  const colors = stops[scheme];
  const place = Math.min(1, Math.max(0, at)) * (colors.length - 1);
  const below = Math.min(Math.floor(place), colors.length - 2);
  const [from, to] = [channels(colors[below]!), channels(colors[below + 1]!)];
  const mixed = from.map((value, c) => Math.round(value + (place - below) * (to[c]! - value)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Relative luminance of #rrggbb in [0, 1], as WCAG 2.2 defines it. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = channels(color).map((value) => {
    const c = value / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/**
 * The contrast of two colours, (L₁ + 0.05)/(L₂ + 0.05) with the lighter above: from 1 to 21.
 *
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function contrast(one: string, other: string): number {
  checkKinds("contrast", { one: [one, "string"], other: [other, "string"] });
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Black or white, whichever is better read on a colour: at least 4.58 : 1 on any. */
export function textOn(color: string): "#000000" | "#ffffff" {
  return contrast(color, "#000000") >= contrast(color, "#ffffff") ? "#000000" : "#ffffff";
}
