import { dot, figure, line } from "@elbowjs/figures";
import type { CompetitiveTrace } from "./competitive-trace.js";

/**
 * The points of a competitive run in the plane and the way of each neuron's weights, as an SVG document.
 *
 * @throws RangeError if the points are not in the plane.
 */
export function competitiveFigure(
  { points, initial, steps }: CompetitiveTrace,
  { title = "Winner takes all" }: { readonly title?: string } = {},
): string {
  if (points[0]!.length !== 2)
    throw new RangeError(
      `competitiveFigure: expected points of shape [n, 2], got [${points.length}, ${points[0]!.length}]`,
    );
  const ways = initial.map((start, j) => [start, ...steps.map(({ weights }) => weights[j]!)]);
  return figure({
    title,
    x: { label: "x₁, w₁" },
    y: { label: "x₂, w₂" },
    marks: [
      dot({ name: "points", color: "muted", x: points.map((x) => x[0]!), y: points.map((x) => x[1]!) }),
      ...ways.map((way, j) =>
        line({
          name: `neuron ${j + 1}`,
          x: way.map((w) => w[0]!),
          y: way.map((w) => w[1]!),
          label: "legend",
        }),
      ),
    ],
  });
}
