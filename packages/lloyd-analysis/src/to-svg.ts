import { shown } from "@elbowjs/arguments";
import { figure, line, ruleX } from "@elbowjs/figures";
import type { Curves } from "./curves.js";
import { series } from "./series.js";

/** The size of the drawing, in CSS pixels. */
export interface SvgOptions {
  readonly width?: number;
  readonly height?: number;
}

/**
 * The plot of the source as one self-contained SVG: bias², variance and their sum over η, with a logarithmic vertical axis,
 * and the two learning rates as vertical rules.
 *
 * @param options.width Default 640.
 * @param options.height Default 400.
 * @returns SVG markup, for a file or an element's innerHTML.
 * @throws RangeError if there are fewer than two points to draw, or width or height leaves no room for the axes.
 */
export function toSvg(curves: Curves, { width = 640, height = 400 }: SvgOptions = {}): string {
  const { b, points, balanced, optimal } = curves;
  if (!Array.isArray(points) || typeof balanced?.eta !== "number" || typeof optimal?.eta !== "number")
    throw new TypeError(`toSvg: expected what curves returns, got ${shown(curves)}`);
  if (points.length < 2)
    throw new RangeError(`toSvg: expected curves of at least 2 points, got ${points.length}`);
  if (!(width >= 200 && height >= 150 && width + height < Infinity)) {
    throw new RangeError(`toSvg: expected width ≥ 200 and height ≥ 150, got ${width} × ${height}`);
  }
  // Whole decades around the sum; the curve that falls far below it is cut.
  const errors = points.map((p) => p.error);
  const bottom = Math.floor(Math.log10(Math.min(...errors))) - 1;
  const top = Math.max(Math.ceil(Math.log10(Math.max(...errors))), bottom + 1);
  const etas = points.map((p) => p.eta);
  const domain = [Math.min(...etas), Math.max(...etas)] as const;
  const rules = [
    { name: "balance", eta: balanced.eta, dash: "dotted", side: "before" },
    { name: "least sum", eta: optimal.eta, dash: "dashed", side: "after" },
  ] as const;
  return `${figure({
    title: `Mini-batch k-means, b = ${b}: which η approximates Lloyd best`,
    width,
    height,
    x: { label: "learning rate η", domain },
    y: { type: "log", domain: [10 ** bottom, 10 ** top] },
    marks: [
      ...rules
        .filter(({ eta }) => eta >= domain[0] && eta <= domain[1])
        .map(({ name, eta, dash, side }) =>
          ruleX({ at: eta, name: `${name} η = ${eta.toFixed(3)}`, dash, side }),
        ),
      ...series.map(({ key, label, color }) =>
        line({ name: label, color, x: etas, y: points.map((p) => p[key]), label: "legend" }),
      ),
    ],
  })}\n`;
}
