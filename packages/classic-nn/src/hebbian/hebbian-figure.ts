import { scatterFigure } from "../svg-figure.js";
import type { HebbianTrace } from "./hebbian-trace.js";

/**
 * The points of a run in the plane and the way of the weights over them, as an SVG document.
 *
 * @throws RangeError if the points are not in the plane.
 */
export function hebbianFigure(
  { rule, points, initial, steps }: HebbianTrace,
  { title = `Way of the weights (${rule})` }: { title?: string } = {},
): string {
  if (initial.length !== 2)
    throw new RangeError(
      `hebbianFigure: expected points of shape [n, 2], got [${points.length}, ${initial.length}]`,
    );
  const way = [initial, ...steps.map(({ weights }) => weights)];
  return scatterFigure({
    title,
    xLabel: "x₁, w₁",
    yLabel: "x₂, w₂",
    series: [
      { name: "points", x: points.map((x) => x[0]!), y: points.map((x) => x[1]!) },
      { name: "w(0)", x: [initial[0]!], y: [initial[1]!] },
    ],
    lines: [{ name: "w", x: way.map((w) => w[0]!), y: way.map((w) => w[1]!) }],
  });
}
