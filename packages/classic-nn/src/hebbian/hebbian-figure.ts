import { checkKinds, checkOptions } from "@elbowjs/arguments";
import { dot, figure, line } from "@elbowjs/figures";
import type { HebbianTrace } from "./hebbian-trace.js";

/**
 * The points of a run in the plane and the way of the weights over them, as an SVG document.
 *
 * @throws RangeError if the points are not in the plane.
 */
export function hebbianFigure(trace: HebbianTrace, options: { readonly title?: string } = {}): string {
  checkKinds("hebbianFigure", {
    trace: [
      trace,
      { rule: "string", points: ["numbers"], initial: "numbers", steps: [{ weights: "numbers" }] },
    ],
  });
  checkOptions("hebbianFigure", options, ["title"]);
  const { rule, points, initial, steps } = trace;
  const { title = `Way of the weights (${rule})` } = options;
  if (initial.length !== 2)
    throw new RangeError(
      `hebbianFigure: expected points of shape [n, 2], got [${points.length}, ${initial.length}]`,
    );
  const way = [initial, ...steps.map(({ weights }) => weights)];
  return figure({
    title,
    x: { label: "x₁, w₁" },
    y: { label: "x₂, w₂" },
    marks: [
      dot({ name: "points", x: points.map((x) => x[0]!), y: points.map((x) => x[1]!) }),
      dot({ name: "w(0)", x: [initial[0]!], y: [initial[1]!] }),
      line({ name: "w", x: way.map((w) => w[0]!), y: way.map((w) => w[1]!), label: "legend" }),
    ],
  });
}
