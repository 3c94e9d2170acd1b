import { checkKinds, checkNumbers, checkShape } from "@elbowjs/arguments";
import { type DataMatrix, dataMatrix } from "../data-matrix.js";

/** An axis-parallel window in the plane. */
export interface Box {
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
}

type Point = [number, number];

/**
 * The Voronoi cell of each site inside a box, as polygons: cell j is where site j is the nearest, the box cut by the
 * half-plane 2(s_j − s_i)ᵀp ≥ ‖s_j‖² − ‖s_i‖² of every other site i.
 *
 * @param sites k×2. Two equal sites share the same cell.
 * @param box The window, xMin < xMax and yMin < yMax.
 * @returns k polygons, corners in counter-clockwise order; empty when the cell is outside the box.
 * @throws RangeError if the sites are not in the plane or the box is empty.
 */
export function voronoiCells(sites: DataMatrix, box: Box): Point[][] {
  const s = dataMatrix(sites, "voronoiCells", "sites");
  checkShape("voronoiCells", "sites", [s.rows, s.columns], ["k", 2]);
  checkKinds("voronoiCells", { box: [box, "object"] });
  const { xMin, xMax, yMin, yMax } = box;
  checkNumbers("voronoiCells", {
    "box.xMin": [xMin, "finite"],
    "box.xMax": [xMax, "finite"],
    "box.yMin": [yMin, "finite"],
    "box.yMax": [yMax, "finite"],
  });
  if (!(xMin < xMax && yMin < yMax))
    throw new RangeError(
      `voronoiCells: expected a box with xMin < xMax and yMin < yMax, got [${xMin}, ${xMax}] × [${yMin}, ${yMax}]`,
    );
  const all = s.to2DArray() as Point[];
  return all.map((own) => {
    let cell: Point[] = [
      [xMin, yMin],
      [xMax, yMin],
      [xMax, yMax],
      [xMin, yMax],
    ];
    for (const other of all) if (other !== own) cell = cutHalfPlane(cell, own, other);
    return cell;
  });
}

/** The part of a convex polygon at least as near to `own` as to `other` (one step of Sutherland and Hodgman). */
function cutHalfPlane(polygon: readonly Point[], own: Point, other: Point): Point[] {
  const inside = ([x, y]: Point) =>
    2 * ((own[0] - other[0]) * x + (own[1] - other[1]) * y) -
    (own[0] ** 2 + own[1] ** 2 - other[0] ** 2 - other[1] ** 2);
  return polygon.flatMap((corner, n) => {
    const next = polygon[(n + 1) % polygon.length]!;
    const [a, b] = [inside(corner), inside(next)];
    const kept: Point[] = a >= 0 ? [corner] : [];
    if (a >= 0 !== b >= 0) {
      const t = a / (a - b);
      kept.push([corner[0] + t * (next[0] - corner[0]), corner[1] + t * (next[1] - corner[1])]);
    }
    return kept;
  });
}
