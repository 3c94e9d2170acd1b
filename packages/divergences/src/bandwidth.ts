import { checkNumbers, shown } from "@elbowjs/arguments";
import { eachTile } from "./distance-tiles.js";
import { packPoints } from "./packed-points.js";
import type { PointRows } from "./points.js";
import { tileSize } from "./tile-size.js";

/** σ of the Gaussian kernel exp(−‖x − y‖² / 2σ²): a number, several, whose kernels are averaged, or 'median' by the data. */
export type Bandwidth = number | readonly number[] | "median";

/** Points of both sets together that the median is taken over. */
const mostPoints = 1000;

/** @throws RangeError for a bandwidth that is not above 0, and for a median that is not. */
export function readBandwidths(
  caller: string,
  bandwidth: Bandwidth,
  x: PointRows,
  y: PointRows,
): readonly number[] {
  if (bandwidth === "median") return [readMedian(caller, x, y)];
  const list = typeof bandwidth === "number" ? [bandwidth] : bandwidth;
  if (!Array.isArray(list) || list.length === 0)
    throw new TypeError(
      `${caller}: expected bandwidth to be 'median', a number > 0 or several, got ${shown(bandwidth)}`,
    );
  for (const sigma of list) checkNumbers(caller, { bandwidth: [sigma, "> 0"] });
  return list;
}

/** @throws RangeError for a median distance that is not above 0. */
export function readMedian(caller: string, x: PointRows, y: PointRows): number {
  const median = medianDistance(x, y);
  if (median > 0) return median;
  throw new RangeError(
    `${caller}: expected points with a median distance above 0, got 0: most coincide; pass a bandwidth`,
  );
}

/** The median Euclidean distance among the points of both sets, of at most 1,000 spread evenly over them. */
function medianDistance(x: PointRows, y: PointRows): number {
  const count = x.n + y.n;
  const taken = Math.min(count, mostPoints);
  const { d } = x;
  const data = new Float64Array(taken * d);
  for (let k = 0; k < taken; k++) {
    const at = Math.floor((k * count) / taken);
    const [set, row] = at < x.n ? [x, at] : [y, at - x.n];
    data.set(set.data.subarray(row * d, (row + 1) * d), k * d);
  }
  const [packed] = packPoints({ data, n: taken, d });
  const squares: Float64Array = new Float64Array((taken * (taken - 1)) / 2);
  let filled = 0;
  eachTile(packed!, packed!, ({ squares: tile, rows, columns, isDiagonal }) => {
    for (let r = 0; r < rows; r++)
      for (let c = isDiagonal ? r + 1 : 0; c < columns; c++) squares[filled++] = tile[r * tileSize + c]!;
  });
  squares.sort();
  const middle = filled >> 1;
  return filled % 2 === 1
    ? Math.sqrt(squares[middle]!)
    : (Math.sqrt(squares[middle - 1]!) + Math.sqrt(squares[middle]!)) / 2;
}
