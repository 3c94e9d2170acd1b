import type { Scale } from "./axes/scale.js";
import type { ColorScheme } from "./style/color-scale.js";
import type { Color, Theme } from "./style/theme.js";
import type { DotSymbol } from "./symbol.js";

/** The plot that a mark is drawn into: its scales, and its edges in pixels. */
export interface Plot {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly theme: Theme;
}

/** How the legend shows a mark. */
export type Key = "line" | "dot" | "box";

/** One layer of a figure: what the axes have to show for it, and how it is drawn. Made by `line`, `dot`, `contour`, …. */
export interface Mark {
  /** For the legend; without a name there is no entry. */
  readonly name?: string | undefined;
  /** `"next"`: the next colour of the palette. */
  readonly color: Color | "next";
  readonly key: Key;
  /** The values that the axes have to show. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Whether the plot keeps some room around the values, in x and in y, so that nothing sits on its edge. */
  readonly room: readonly [x: boolean, y: boolean];
  /** Whether the mark covers the plot to its edges, so that no room may be left around it. */
  readonly covers?: boolean;
  /** Whether 0 has to be on the y axis. */
  readonly zero?: boolean;
  /** The SVG of the mark, in `currentColor`, inside the plot. */
  readonly draw: (plot: Plot, symbol: DotSymbol) => string;
  /** The symbol of dots that have one of their own; else it is the next one. */
  readonly symbol?: DotSymbol | undefined;
  /** Where a line ends that is named at its end; an infinite x is the plot's right edge. */
  readonly end?: readonly [x: number, y: number] | undefined;
  readonly colorBar?: { readonly scheme: ColorScheme; readonly domain: readonly [number, number] };
}

/** How a mark is named and coloured. */
export interface MarkOptions {
  /** Its name in the legend, or at the end of the line. Default: none. */
  readonly name?: string | undefined;
  /** The number of a palette's colour, 0 to 9, or a role. Default: the next colour, in the order of the marks. */
  readonly color?: Color | undefined;
}
