import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type PointRows, type Points, readPair, readPoints, type ShapedData } from "./points.js";

/** n × m numbers, row after row. */
export interface FullMatrix extends ShapedData {
  readonly data: Float64Array;
  readonly shape: readonly [rows: number, columns: number];
}

export interface CostOptions {
  /** Power of the Euclidean distance, > 0. Default 2. */
  readonly p?: number;
}

/**
 * The cost of moving a unit of mass from each point to each other, ‖xᵢ − yⱼ‖ᵖ.
 *
 * @param x n points of d numbers. @param y m points of d numbers.
 * @returns n × m, as `earthMover` and `sinkhorn` take it.
 * @throws TypeError or RangeError for what are no points of one space, or p ≤ 0.
 */
export function costMatrix(x: Points, y: Points, options: CostOptions = {}): FullMatrix {
  checkOptions("costMatrix", options, ["p"]);
  const { p = 2 } = options;
  checkNumbers("costMatrix", { p: [p, "> 0"] });
  const [from, to] = readPair("costMatrix", x, y);
  return { data: costs(from, to, p), shape: [from.n, to.n] };
}

/**
 * The gradient of a transport's cost Σᵢⱼ Pᵢⱼ ‖xᵢ − yⱼ‖ᵖ with respect to x, the plan held. By the envelope theorem it is that of
 * the least cost itself for the plan of `earthMover`, and of the regularized cost for that of `sinkhorn`.
 *
 * @param plan n × m masses.
 * @returns n × d numbers, row after row; 0 for points at distance 0.
 * @throws TypeError or RangeError for what are no points of one space, p ≤ 0, or a plan of another shape.
 */
export function transportCostGradient(
  plan: Points,
  x: Points,
  y: Points,
  options: CostOptions = {},
): Float64Array {
  const caller = "transportCostGradient";
  checkOptions(caller, options, ["p"]);
  const { p = 2 } = options;
  checkNumbers(caller, { p: [p, "> 0"] });
  const [from, to] = readPair(caller, x, y);
  const { data, n, d: m } = readPoints(caller, "plan", plan);
  if (n !== from.n || m !== to.n)
    throw new RangeError(`${caller}: expected plan of shape [${from.n}, ${to.n}], got [${n}, ${m}]`);
  return planGradient(data, from, to, p);
}

export function costs(x: PointRows, y: PointRows, p: number): Float64Array {
  const { n, d } = x;
  const data = new Float64Array(n * y.n);
  for (let i = 0, place = 0; i < n; i++)
    for (let j = 0; j < y.n; j++, place++) {
      let squared = 0;
      for (let a = i * d, b = j * d; a < (i + 1) * d; a++, b++) squared += (x.data[a]! - y.data[b]!) ** 2;
      data[place] = p === 2 ? squared : p === 1 ? Math.sqrt(squared) : squared ** (p / 2);
    }
  return data;
}

export function planGradient(plan: Float64Array, x: PointRows, y: PointRows, p: number): Float64Array {
  const { n, d } = x;
  const gradient = new Float64Array(n * d);
  for (let i = 0, place = 0; i < n; i++)
    for (let j = 0; j < y.n; j++, place++) {
      if (plan[place] === 0) continue;
      let squared = 0;
      for (let a = i * d, b = j * d; a < (i + 1) * d; a++, b++) squared += (x.data[a]! - y.data[b]!) ** 2;
      if (squared === 0) continue;
      const factor = plan[place]! * p * (p === 2 ? 1 : squared ** (p / 2 - 1));
      for (let a = i * d, b = j * d; a < (i + 1) * d; a++, b++)
        gradient[a]! += factor * (x.data[a]! - y.data[b]!);
    }
  return gradient;
}
