import { checkFinite, checkShape, shown } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";

/** n points of d numbers, the rows: a list of lists, a `Matrix`, or data with a shape. */
export type Points =
  | readonly ArrayLike<number>[]
  | Matrix
  | { readonly data: ArrayLike<number>; readonly shape: readonly number[] };

/** Points in one array, row after row. */
export interface PointRows {
  readonly data: Float64Array;
  readonly n: number;
  readonly d: number;
}

/** @throws TypeError for what is no list of points; RangeError for none, unequal rows, and numbers that are not finite. */
export function readPoints(caller: string, name: string, points: Points): PointRows {
  const rows = copyRows(caller, name, points);
  checkFinite(caller, name, rows.data, { features: rows.d });
  return rows;
}

function copyRows(caller: string, name: string, points: Points): PointRows {
  if (Matrix.isMatrix(points)) {
    checkShape(caller, name, [points.rows, points.columns], ["n", "d"]);
    return { data: Float64Array.from(points.to1DArray()), n: points.rows, d: points.columns };
  }
  if (Array.isArray(points)) return fromLists(caller, name, points);
  if (typeof points !== "object" || points === null || !("shape" in points))
    throw new TypeError(
      `${caller}: expected ${name} to be a list of points, a Matrix or { data, shape }, got ${shown(points)}`,
    );
  checkShape(caller, name, points.shape, ["n", "d"]);
  const [n, d] = points.shape as [number, number];
  if (points.data.length !== n * d)
    throw new RangeError(
      `${caller}: expected ${n * d} numbers in ${name}.data for its shape [${n}, ${d}], got ${points.data.length}`,
    );
  return { data: Float64Array.from(points.data), n, d };
}

function fromLists(caller: string, name: string, points: readonly ArrayLike<number>[]): PointRows {
  const n = points.length;
  if (n === 0) throw new RangeError(`${caller}: expected at least one point in ${name}, got none`);
  const d = points[0]?.length;
  if (!d)
    throw new RangeError(
      `${caller}: expected points of at least one number in ${name}, got ${shown(points[0])}`,
    );
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    if (points[i]?.length !== d)
      throw new RangeError(
        `${caller}: expected ${d} numbers in each point of ${name}, got ${points[i]?.length} in point ${i}`,
      );
    data.set(points[i]!, i * d);
  }
  return { data, n, d };
}
