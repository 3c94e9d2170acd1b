import { shortNumber } from "./axes/tick-text.js";
import { escapeHtml } from "./escape.js";
import type { Key, Plot } from "./mark.js";
import { pixel } from "./pixel.js";
import { type ColorScheme, colorAt } from "./style/color-scale.js";
import { textWidth } from "./style/text-width.js";
import { type Color, colored, type Theme } from "./style/theme.js";
import { type DotSymbol, symbolMark, symbolPath } from "./symbol.js";

/** A name and how it is drawn. */
export interface Entry {
  readonly name: string;
  readonly color: Color;
  readonly key: Key;
  readonly symbol: DotSymbol;
}

/** Height of a row of entries in pixels. */
export const legendRow = 18;

/** Entries in rows, as many in each as fit. */
export function legendRows(entries: readonly Entry[], width: number): Entry[][] {
  const rows: Entry[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const needed = entryWidth(entry);
    if (used + needed > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)!.push(entry);
    used += needed;
  }
  return rows;
}

const entryWidth = ({ name }: Entry): number => 22 + textWidth(name, 12) + 16;

/** The rows of a legend from a left upper corner. */
export function drawLegend(
  rows: readonly (readonly Entry[])[],
  left: number,
  top: number,
  theme: Theme,
): string {
  return rows
    .flatMap((row, j) => {
      let x = left;
      const y = top + j * legendRow + legendRow / 2;
      return row.map((entry) => {
        const at = x;
        x += entryWidth(entry);
        return (
          colored(entry.color, theme, sample(entry, at, y)) +
          colored(
            "ink",
            theme,
            `<text x="${pixel(at + 22)}" y="${pixel(y + 4)}" fill="currentColor">${escapeHtml(entry.name)}</text>`,
          )
        );
      });
    })
    .join("");
}

function sample({ key, symbol }: Entry, x: number, y: number): string {
  switch (key) {
    case "line":
      return `<path d="M${pixel(x)},${pixel(y)}h16" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"/>`;
    case "dot":
      return symbolMark(symbol, symbolPath(symbol, x + 9, y, 4));
    case "box":
      return `<rect x="${pixel(x + 2)}" y="${pixel(y - 6)}" width="12" height="12" rx="2" fill="currentColor"/>`;
  }
}

/** A line's end in pixels, with its name. */
export interface LineEnd {
  readonly name: string;
  readonly color: Color;
  readonly x: number;
  readonly y: number;
}

/** Height of a name beside a line's end, in pixels. */
export const endRow = 15;

/**
 * The names of lines right of the plot, each at the height of its line's end, moved apart where they would overlap; a thin thread
 * leads there from an end that is further away.
 */
export function drawLineEnds(ends: readonly LineEnd[], { right, top, bottom, theme }: Plot): string {
  const sorted = ends.toSorted((a, b) => a.y - b.y);
  const heights = apart(
    sorted.map(({ y }) => Math.min(bottom, Math.max(top, y))),
    top,
    bottom,
  );
  return sorted
    .map((end, i) => {
      const y = heights[i]!;
      const near = Math.abs(end.y - y) < 2 && right - end.x < 12;
      const thread = near
        ? ""
        : `<path d="M${pixel(Math.min(right, end.x + 5))},${pixel(Math.min(bottom, Math.max(top, end.y)))}L${pixel(right + 10)},${pixel(y)}" fill="none" stroke="currentColor" stroke-width="1" stroke-dasharray="1 2.5"/>`;
      const mark = `<path d="M${pixel(right + 12)},${pixel(y)}h10" stroke="currentColor" stroke-width="3" stroke-linecap="round"/>`;
      return (
        colored(end.color, theme, thread + mark) +
        colored(
          "ink",
          theme,
          `<text x="${pixel(right + 28)}" y="${pixel(y + 4)}" fill="currentColor">${escapeHtml(end.name)}</text>`,
        )
      );
    })
    .join("");
}

/** Rising heights, moved as little as it takes to stand a row apart and inside the plot. */
function apart(heights: readonly number[], top: number, bottom: number): number[] {
  const placed = [...heights];
  for (let i = 1; i < placed.length; i++) placed[i] = Math.max(placed[i]!, placed[i - 1]! + endRow);
  let most = bottom;
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i] = Math.min(placed[i]!, most);
    most = placed[i]! - endRow;
  }
  return placed.map((height) => Math.max(top, height));
}

/** Width that a colour bar takes right of the plot, in pixels. */
export function colorBarWidth({ domain }: { readonly domain: readonly [number, number] }): number {
  return 36 + Math.max(...barValues(domain).map((value) => textWidth(shortNumber(value), 12)));
}

const barValues = ([low, high]: readonly [number, number]): number[] => [low, (low + high) / 2, high];

/** The colours of a heat map beside its plot, with the values of their ends and of the middle. */
export function drawColorBar(
  {
    scheme,
    domain: [low, high],
  }: { readonly scheme: ColorScheme; readonly domain: readonly [number, number] },
  { right, top, bottom, theme }: Plot,
): string {
  const steps = 50;
  const height = (bottom - top) / steps;
  const boxes = Array.from(
    { length: steps },
    (_, i) =>
      `<rect x="${right + 14}" y="${pixel(bottom - (i + 1) * height)}" width="12" height="${pixel(height + 0.5)}" fill="${colorAt(scheme, (i + 0.5) / steps)}"/>`,
  );
  const texts = barValues([low, high]).map((value, i) => {
    const y = bottom - (i / 2) * (bottom - top) + [0, 4, 9][i]!;
    return `<text x="${right + 31}" y="${pixel(y)}" fill="currentColor">${shortNumber(value)}</text>`;
  });
  return boxes.join("") + colored("muted", theme, texts.join(""));
}
