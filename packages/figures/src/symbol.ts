import { pixel } from "./pixel.js";

/** The shape of a dot: the colour is not the only thing that tells one series from another. */
export const symbols = ["circle", "triangle", "square", "diamond", "cross", "ring"] as const;

/** One of {@link symbols}. */
export type DotSymbol = (typeof symbols)[number];

/** The outline of a symbol around a pixel; all are of about one area. */
export function symbolPath(symbol: DotSymbol, x: number, y: number, r: number): string {
  const at = (dx: number, dy: number): string => `${pixel(x + r * dx)},${pixel(y + r * dy)}`;
  switch (symbol) {
    case "circle":
    case "ring":
      return `M${at(-1, 0)}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`;
    case "triangle":
      return `M${at(0, -1.35)}L${at(1.17, 0.67)}L${at(-1.17, 0.67)}Z`;
    case "square":
      return `M${at(-0.89, -0.89)}L${at(0.89, -0.89)}L${at(0.89, 0.89)}L${at(-0.89, 0.89)}Z`;
    case "diamond":
      return `M${at(0, -1.25)}L${at(1.25, 0)}L${at(0, 1.25)}L${at(-1.25, 0)}Z`;
    case "cross":
      return `M${at(-1, -1)}L${at(1, 1)}M${at(1, -1)}L${at(-1, 1)}`;
  }
}

/** A path of symbols, filled, or as strokes where the symbol is hollow. */
export function symbolMark(symbol: DotSymbol, path: string): string {
  if (symbol === "cross" || symbol === "ring")
    return `<path d="${path}" fill="none" stroke="currentColor" stroke-width="1.8"/>`;
  return `<path d="${path}" fill="currentColor" fill-opacity="0.85"/>`;
}
