import { checkFinite, shown } from "@elbowjs/arguments";
import { readWeights } from "./weights.js";

/** Numbers on a line in ascending order. */
export interface SortedSide {
  readonly values: Float64Array;
  /** Mass up to and with each value, in any unit. */
  readonly cumulative: Float64Array;
  /** Where each value stood in the input; only if asked for, or if there are weights. */
  readonly order?: Uint32Array;
  /** The masses are whole numbers, so that equal sums are equal to the bit. */
  readonly isExact: boolean;
}

/**
 * @throws TypeError for what is no list of numbers; RangeError for an empty one, for NaN or infinities, or weights that are none.
 */
export function readSide(
  caller: string,
  name: string,
  values: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
  keepsOrder: boolean,
): SortedSide {
  if (typeof values !== "object" || values === null || typeof values.length !== "number")
    throw new TypeError(`${caller}: expected ${name} to be a list of numbers, got ${shown(values)}`);
  if (values.length === 0)
    throw new RangeError(`${caller}: expected at least one number in ${name}, got none`);
  checkFinite(caller, name, values);
  if (weights !== undefined) readWeights(caller, `${name}Weights`, weights, values.length);
  return sortSide(Float64Array.from(values), weights, keepsOrder);
}

/** Sorts in place where no order is kept. */
export function sortSide(
  values: Float64Array,
  weights: ArrayLike<number> | undefined,
  keepsOrder: boolean,
): SortedSide {
  const n = values.length;
  const cumulative = new Float64Array(n);
  if (!keepsOrder && weights === undefined) {
    for (let i = 0; i < n; i++) cumulative[i] = i + 1;
    return { values: values.sort(), cumulative, isExact: true };
  }
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  let [mass, isExact] = [0, true];
  for (let i = 0; i < n; i++) {
    const weight = weights === undefined ? 1 : weights[order[i]!]!;
    isExact &&= Number.isSafeInteger(weight);
    cumulative[i] = mass += weight;
  }
  return { values: Float64Array.from(order, (i) => values[i]!), cumulative, order, isExact };
}

/**
 * Visits the pieces of the monotone coupling, which is optimal on a line for every convex cost: the mass in ascending order of x goes to
 * the mass in ascending order of y.
 *
 * Masses are compared as cumulative(x) · total(y) against cumulative(y) · total(x), whole numbers where there are no weights, so that
 * 1/3 meets 1/6 + 1/6 without a sliver in between, which for p = ∞ would count. With fractional weights pieces within rounding are
 * passed over.
 */
export function eachPiece(
  x: SortedSide,
  y: SortedSide,
  visit: (i: number, j: number, mass: number) => void,
): void {
  const [n, m] = [x.values.length, y.values.length];
  const [massX, massY] = [x.cumulative[n - 1]!, y.cumulative[m - 1]!];
  const total = massX * massY;
  const isExact = x.isExact && y.isExact && Number.isSafeInteger(total);
  const rounding = isExact ? 0 : total * (n + m) * Number.EPSILON;
  let [i, j, done] = [0, 0, 0];
  while (i < n && j < m) {
    const [endX, endY] = [x.cumulative[i]! * massY, y.cumulative[j]! * massX];
    const end = Math.min(endX, endY);
    if (end - done > rounding) {
      visit(i, j, (end - done) / total);
      done = end;
    }
    if (endX <= end) i++;
    if (endY <= end) j++;
  }
}
