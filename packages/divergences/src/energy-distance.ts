import { checkOptions } from "@elbowjs/arguments";
import { type DistanceTile, sumOverPairs } from "./distance-tiles.js";
import { type PackedPoints, packPoints } from "./packed-points.js";
import { type PointRows, type Points, readPair } from "./points.js";
import { tileSize } from "./tile-size.js";
import { readWeights } from "./weights.js";

export interface EnergyDistanceOptions {
  /** Masses of x, of any positive sum. Default: equal ones. */
  readonly xWeights?: ArrayLike<number>;
  /** Masses of y, of any positive sum. Default: equal ones. */
  readonly yWeights?: ArrayLike<number>;
}

/**
 * The energy distance of two sets of points, √(2 E‖x − y‖ − E‖x − x′‖ − E‖y − y′‖): a metric, the MMD of the kernel −‖x − y‖, without a
 * bandwidth to choose. It is the root, as in SciPy. In tiles, O((n + m)² d).
 *
 * @param x n points of d numbers. @param y m points of d numbers.
 * @returns in the root of the points' unit, ≥ 0, 0 only for equal measures.
 * @throws TypeError or RangeError for what are no points of one space, or weights that are none.
 * @see G. Székely, M. Rizzo, Energy Statistics: A Class of Statistics Based on Distances, 2013.
 */
export function energyDistance(x: Points, y: Points, options: EnergyDistanceOptions = {}): number {
  const { from, to, a, b } = readEnergy("energyDistance", x, y, options);
  return Math.sqrt(energy(from, to, a, b));
}

/**
 * The gradient of `energyDistance(x, y, options)` with respect to x; 0 at distance 0, where there is a kink.
 *
 * @returns n × d numbers, row after row.
 * @throws as `energyDistance`.
 */
export function energyDistanceGradient(
  x: Points,
  y: Points,
  options: EnergyDistanceOptions = {},
): Float64Array {
  const { from, to, a, b } = readEnergy("energyDistanceGradient", x, y, options);
  const gradient = new Float64Array(from.n * from.d);
  const distance = Math.sqrt(energy(from, to, a, b));
  if (distance === 0) return gradient;
  addGradient(gradient, from, to, a, b, 1 / distance);
  addGradient(gradient, from, from, a, a, -1 / distance);
  return gradient;
}

function energy(from: PointRows, to: PointRows, a: Float64Array, b: Float64Array): number {
  const [x, y] = packPoints(from, to) as [PackedPoints, PackedPoints];
  const roots = ({ squares, rows, columns }: DistanceTile) => {
    for (let r = 0; r < rows; r++)
      for (let place = r * tileSize, end = place + columns; place < end; place++)
        squares[place] = Math.sqrt(squares[place]!);
  };
  const across = sumOverPairs(x, y, a, b, roots);
  return Math.max(0, 2 * (across - sumOverPairs(x, x, a, a, roots) - sumOverPairs(y, y, b, b, roots)));
}

/** Adds scale · aᵢ Σⱼ bⱼ (xᵢ − yⱼ) / ‖xᵢ − yⱼ‖. */
function addGradient(
  gradient: Float64Array,
  { data, n, d }: PointRows,
  y: PointRows,
  a: Float64Array,
  b: Float64Array,
  scale: number,
): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < y.n; j++) {
      let squared = 0;
      for (let k = i * d, l = j * d; k < (i + 1) * d; k++, l++) squared += (data[k]! - y.data[l]!) ** 2;
      if (squared === 0) continue;
      const factor = (scale * a[i]! * b[j]!) / Math.sqrt(squared);
      for (let k = i * d, l = j * d; k < (i + 1) * d; k++, l++)
        gradient[k]! += factor * (data[k]! - y.data[l]!);
    }
}

function readEnergy(caller: string, x: Points, y: Points, options: EnergyDistanceOptions) {
  checkOptions(caller, options, ["xWeights", "yWeights"]);
  const [from, to] = readPair(caller, x, y);
  const a = readWeights(caller, "xWeights", options.xWeights, from.n);
  const b = readWeights(caller, "yWeights", options.yWeights, to.n);
  return { from, to, a, b };
}
