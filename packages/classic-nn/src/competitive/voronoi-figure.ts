import { checkKinds, checkNumbers, checkOptions, checkShape } from "@elbowjs/arguments";
import { arrow, dot, figure, polygon } from "@elbowjs/figures";
import { dataMatrix } from "../data-matrix.js";
import type { LloydTrace } from "./lloyd-trace.js";
import { voronoiCells } from "./voronoi-cells.js";

/**
 * One round of Lloyd's algorithm in the plane, as an SVG document: the Voronoi cells of the centroids, the points in
 * the colour of their cell, each centroid as a cross, and an arrow from it to where the round moves it.
 *
 * @param trace Of `lloydTrace`.
 * @param options `step`, 0-based, default the last.
 * @throws RangeError if the points are not in the plane or there is no such step.
 */
export function voronoiFigure(
  trace: LloydTrace,
  options: { readonly step?: number; readonly title?: string } = {},
): string {
  const round = {
    centroids: ["numbers"],
    moved: ["numbers"],
    assignment: "numbers",
    inertia: "number",
  } as const;
  checkKinds("voronoiFigure", { trace: [trace, { points: ["numbers"], steps: [round] }] });
  checkOptions("voronoiFigure", options, ["step", "title"]);
  const { points, steps } = trace;
  const { rows, columns } = dataMatrix(points, "voronoiFigure", "points");
  checkShape("voronoiFigure", "points", [rows, columns], ["n", 2]);
  const { step = steps.length - 1 } = options;
  checkNumbers("voronoiFigure", { step: [step, `integer in [0, ${steps.length})`] });
  const { title = `Lloyd's algorithm, round ${step + 1}` } = options;
  checkKinds("voronoiFigure", { title: [title, "string"] });
  const { centroids, moved, assignment, inertia } = steps[step]!;
  checkShape("voronoiFigure", "moved centroids", [moved.length], [centroids.length]);
  const everything = [...points, ...centroids, ...moved];
  const [xMin, xMax] = widened(everything.map((p) => p[0]!));
  const [yMin, yMax] = widened(everything.map((p) => p[1]!));
  const cells = voronoiCells(centroids, { xMin, xMax, yMin, yMax });
  const own = (j: number) => points.filter((_, n) => assignment[n] === j);
  return figure({
    title: `${title}: inertia ${inertia.toPrecision(5)}`,
    x: { label: "x₁", domain: [xMin, xMax] },
    y: { label: "x₂", domain: [yMin, yMax] },
    marks: [
      ...cells.map((cell, j) => polygon({ color: j, x: cell.map((p) => p[0]!), y: cell.map((p) => p[1]!) })),
      ...centroids.map((_, j) =>
        dot({
          name: `cell ${j + 1}`,
          color: j,
          x: own(j).map((p) => p[0]!),
          y: own(j).map((p) => p[1]!),
        }),
      ),
      ...centroids.flatMap((c, j) => [
        dot({ color: "ink", symbol: "cross", radius: 5, x: [c[0]!], y: [c[1]!] }),
        arrow({ color: "ink", x1: [c[0]!], y1: [c[1]!], x2: [moved[j]![0]!], y2: [moved[j]![1]!] }),
      ]),
    ],
  });
}

/** The interval of some numbers, 8% wider on both sides; one of no length is opened by ½. */
function widened(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = low < high ? 0.08 * (high - low) : 0.5;
  return [low - margin, high + margin];
}
