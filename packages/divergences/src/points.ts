import { checkFinite, checkShape, shown } from "@elbowjs/arguments";

/** What is asked of an ml-matrix `Matrix`: its rows are the points. */
export interface MatrixLike {
  readonly rows: number;
  readonly columns: number;
  get(row: number, column: number): number;
}

/** Numbers of shape [n, d], row after row; a tensor's `dataSync()` and `shape`, for one. */
export interface ShapedData {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** n points of d numbers: a list of lists, an ml-matrix `Matrix`, or data with a shape. */
export type Points = readonly ArrayLike<number>[] | MatrixLike | ShapedData;

/** Points in one array, row after row. */
export interface PointRows {
  readonly data: Float64Array;
  readonly n: number;
  readonly d: number;
}

/**
 * @throws TypeError for what is no list of points; RangeError for none, for rows of unequal length, and for numbers that are not
 *   finite, with the place of the first.
 */
export function readPoints(caller: string, name: string, points: Points): PointRows {
  const rows = copyRows(caller, name, points);
  checkFinite(caller, name, rows.data, { features: rows.d });
  return rows;
}

/** Two sets of points of one space. */
export function readPair(caller: string, x: Points, y: Points): readonly [PointRows, PointRows] {
  const pair = [readPoints(caller, "x", x), readPoints(caller, "y", y)] as const;
  if (pair[0].d !== pair[1].d)
    throw new RangeError(
      `${caller}: expected x and y to have equally many numbers per point, got ${pair[0].d} and ${pair[1].d}`,
    );
  return pair;
}

function copyRows(caller: string, name: string, points: Points): PointRows {
  if (Array.isArray(points)) return fromLists(caller, name, points);
  if (typeof points === "object" && points !== null) {
    if ("shape" in points && "data" in points) {
      checkShape(caller, name, points.shape, ["n", "d"]);
      const [n, d] = points.shape as [number, number];
      if (points.data?.length !== n * d)
        throw new RangeError(
          `${caller}: expected ${n * d} numbers in ${name}.data for its shape [${n}, ${d}], got ${points.data?.length}`,
        );
      return { data: Float64Array.from(points.data), n, d };
    }
    if ("rows" in points && "columns" in points && typeof points.get === "function")
      return fromMatrix(caller, name, points);
  }
  throw new TypeError(
    `${caller}: expected ${name} to be a list of points, a Matrix or { data, shape }, got ${shown(points)}`,
  );
}

function fromLists(caller: string, name: string, points: readonly ArrayLike<number>[]): PointRows {
  const n = points.length;
  if (n === 0) throw new RangeError(`${caller}: expected at least one point in ${name}, got none`);
  const d = points[0]?.length;
  if (d === undefined)
    throw new TypeError(
      `${caller}: expected ${name} to be a list of points, each a list of numbers, got ${shown(points[0])} as the first; on a line, write [[1], [2]]`,
    );
  if (d === 0) throw new RangeError(`${caller}: expected at least one number per point in ${name}, got none`);
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

function fromMatrix(caller: string, name: string, matrix: MatrixLike): PointRows {
  const { rows: n, columns: d } = matrix;
  checkShape(caller, name, [n, d], ["n", "d"]);
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) data[i * d + j] = matrix.get(i, j);
  return { data, n, d };
}
