import { checkKinds, checkOptions, checkShape } from "@elbowjs/arguments";
import { dot, figure, line } from "@elbowjs/figures";
import { dataMatrix } from "../data-matrix.js";
import type { CompetitiveTrace } from "./competitive-trace.js";

/**
 * The points of a competitive run in the plane and the way of each neuron's weights, as an SVG document.
 *
 * @throws RangeError if the points are not in the plane.
 */
export function competitiveFigure(
  trace: CompetitiveTrace,
  options: { readonly title?: string } = {},
): string {
  checkKinds("competitiveFigure", {
    trace: [trace, { points: ["numbers"], initial: ["numbers"], steps: [{ weights: ["numbers"] }] }],
  });
  checkOptions("competitiveFigure", options, ["title"]);
  const { title = "Winner takes all" } = options;
  const { points, initial, steps } = trace;
  const { rows, columns } = dataMatrix(points, "competitiveFigure", "points");
  checkShape("competitiveFigure", "points", [rows, columns], ["n", 2]);
  for (const { weights } of steps)
    checkShape("competitiveFigure", "the weights of every step", [weights.length], [initial.length]);
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
