import { type ColorPair, roleColors, seriesColors } from "./palette.js";

/** `"auto"` follows the reader: the page's `color-scheme` inside a page, the system's in a file of its own. */
export type Theme = "auto" | "light" | "dark";

/** A colour of the palette by its number, or what stands back from the data. */
export type Color = number | "ink" | "muted" | "paper" | "grid";

function pairOf(color: Color): ColorPair {
  return typeof color === "number" ? seriesColors[color % seriesColors.length]! : roleColors[color];
}

const className = (color: Color): string =>
  typeof color === "number" ? `series-${color % seriesColors.length}` : color;

/**
 * SVG whose `currentColor` is a colour of the theme. The colour is an attribute, which every renderer knows; a browser's style
 * sheet may override it for a dark page.
 */
export function colored(color: Color, theme: Theme, svg: string): string {
  if (svg === "") return "";
  const pair = pairOf(color);
  return `<g class="${className(color)}" color="${theme === "dark" ? pair.dark : pair.light}">${svg}</g>`;
}

/** The style sheet of a figure that follows the reader's theme; none for a fixed one. */
export function themeStyle(theme: Theme, used: Iterable<Color>): string {
  if (theme !== "auto") return "";
  const rules = [...new Set([...used].map(className))].map((name) => {
    const { light, dark } = name.startsWith("series-")
      ? seriesColors[Number(name.slice("series-".length))]!
      : roleColors[name as keyof typeof roleColors];
    return `.elbow-figure .${name}{color:light-dark(${light},${dark})}`;
  });
  // Only the root of a file of its own may choose; inside a page the page does.
  const { light, dark } = roleColors.paper;
  rules.push(`.elbow-figure .halo{stroke:light-dark(${light},${dark})}`);
  return `<style>:root.elbow-figure{color-scheme:light dark}${rules.join("")}</style>`;
}
