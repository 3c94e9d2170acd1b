import { axis, colour, extent, frame, PLOT, pixel } from "../svg-axes.js";
import type { LloydTrace } from "./lloyd-trace.js";
import { voronoiCells } from "./voronoi-cells.js";

/**
 * One round of Lloyd's algorithm in the plane, as an SVG document: the Voronoi cells of the centroids, the points in
 * the colour of their cell, each centroid as a cross, and a line from it to where the round moves it.
 *
 * @param trace Of `lloydTrace`.
 * @param options `step`, 0-based, default the last.
 * @throws RangeError if the points are not in the plane or there is no such step.
 */
export function voronoiFigure(
  { points, steps }: LloydTrace,
  {
    step = steps.length - 1,
    title = `Lloyd's algorithm, round ${step + 1}`,
  }: { step?: number; title?: string } = {},
): string {
  if (points[0]!.length !== 2)
    throw new RangeError(
      `voronoiFigure: expected points of shape [n, 2], got [${points.length}, ${points[0]!.length}]`,
    );
  const round = steps[step];
  if (round === undefined)
    throw new RangeError(`voronoiFigure: expected step an integer in [0, ${steps.length}), got ${step}`);
  const { centroids, moved, assignment, inertia } = round;
  const everything = [...points, ...centroids, ...moved];
  const [xLow, xHigh] = extent(everything.map((p) => p[0]!));
  const [yLow, yHigh] = extent(everything.map((p) => p[1]!));
  const [mx, my] = [(xHigh - xLow) * 0.08, (yHigh - yLow) * 0.08];
  const box = { xMin: xLow - mx, xMax: xHigh + mx, yMin: yLow - my, yMax: yHigh + my };
  const x = axis([box.xMin, box.xMax], PLOT.left, PLOT.right, "linear");
  const y = axis([box.yMin, box.yMax], PLOT.bottom, PLOT.top, "linear");
  const at = (p: ArrayLike<number>) => `${pixel(x.toPixels(p[0]!))},${pixel(y.toPixels(p[1]!))}`;
  return frame(
    { title: `${title}: inertia ${inertia.toPrecision(5)}`, xLabel: "x₁", yLabel: "x₂" },
    x,
    y,
    [
      ...voronoiCells(centroids, box).map(
        (cell, j) =>
          `<polygon points="${cell.map(at).join(" ")}" fill="${colour(j)}" fill-opacity="0.12" stroke="#666"/>`,
      ),
      ...points.map(
        (p, n) =>
          `<circle cx="${pixel(x.toPixels(p[0]!))}" cy="${pixel(y.toPixels(p[1]!))}" r="3" fill="${colour(assignment[n]!)}"/>`,
      ),
      ...centroids.map(
        (c, j) =>
          `<path d="M${at(c)}L${at(moved[j]!)}M${at(c)}m-5,-5l10,10m0,-10l-10,10" fill="none" stroke="${colour(j)}" stroke-width="2"/>`,
      ),
    ],
    centroids.map((_, j) => ({ name: `cell ${j + 1}`, colour: colour(j) })),
  );
}
