import type { PointRows } from "./points.js";

/** Points laid out for products: four at a time, their first numbers, then their second ones, … */
export interface PackedPoints {
  readonly n: number;
  readonly d: number;
  readonly panels: Float64Array;
  /** ‖x‖² each. */
  readonly norms: Float64Array;
}

/** The rows and columns of a tile. */
export const tileSize = 32;

const panel = 4;

/** Packs sets of one space, moved so that their common mean is 0: the less of ‖x‖² + ‖y‖² − 2x·y cancels. */
export function packPoints(...sets: readonly PointRows[]): PackedPoints[] {
  const d = sets[0]!.d;
  const mean = new Float64Array(d);
  const count = sets.reduce((total, { n }) => total + n, 0);
  for (const { data } of sets) for (let i = 0; i < data.length; i++) mean[i % d]! += data[i]! / count;
  return sets.map(({ data, n }) => {
    const panels = new Float64Array(Math.ceil(n / panel) * panel * d);
    const norms = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const start = (i - (i % panel)) * d + (i % panel);
      for (let k = 0; k < d; k++) {
        const value = data[i * d + k]! - mean[k]!;
        panels[start + k * panel] = value;
        norms[i]! += value * value;
      }
    }
    return { n, d, panels, norms };
  });
}

/**
 * A tile of squared distances: `squares[r * tileSize + c]` belongs to x's point `row + r` and y's point `column + c`. On a diagonal tile
 * of one set with itself only the pairs with c > r count.
 */
export interface DistanceTile {
  readonly squares: Float64Array;
  readonly row: number;
  readonly rows: number;
  readonly column: number;
  readonly columns: number;
  readonly isDiagonal: boolean;
}

/** Visits all pairs of two sets, or each pair of one set (`y` is `x`) once, tile by tile: no n × m matrix. */
export function eachTile(x: PackedPoints, y: PackedPoints, visit: (tile: DistanceTile) => void): void {
  const squares = new Float64Array(tileSize * tileSize);
  for (let row = 0; row < x.n; row += tileSize) {
    const rows = Math.min(tileSize, x.n - row);
    for (let column = x === y ? row : 0; column < y.n; column += tileSize) {
      const columns = Math.min(tileSize, y.n - column);
      fillTile(x, y, row, rows, column, columns, squares);
      visit({ squares, row, rows, column, columns, isDiagonal: x === y && row === column });
    }
  }
}

/** Σ wᵢ vⱼ f(squared distance) over the pairs of `eachTile`. */
export function sumOverPairs(
  x: PackedPoints,
  y: PackedPoints,
  a: Float64Array,
  b: Float64Array,
  apply: (squares: Float64Array, from: number, to: number) => void,
): number {
  let total = 0;
  eachTile(x, y, ({ squares, row, rows, column, columns, isDiagonal }) => {
    for (let r = 0; r < rows; r++) {
      const [from, to] = [r * tileSize + (isDiagonal ? r + 1 : 0), r * tileSize + columns];
      apply(squares, from, to);
      const offset = column - r * tileSize;
      let sum = 0;
      for (let place = from; place < to; place++) sum += b[place + offset]! * squares[place]!;
      total += a[row + r]! * sum;
    }
  });
  return total;
}

/** Below this part of ‖x‖² + ‖y‖² a squared distance has lost digits, and is computed from differences. */
const cancellation = 1e-4;

function fillTile(
  x: PackedPoints,
  y: PackedPoints,
  row: number,
  rows: number,
  column: number,
  columns: number,
  squares: Float64Array,
): void {
  for (let r = 0; r < rows; r += panel)
    for (let c = 0; c < columns; c += panel)
      products(x.panels, y.panels, (row + r) * x.d, (column + c) * x.d, x.d, squares, r * tileSize + c);
  for (let r = 0; r < rows; r++)
    for (let c = 0, place = r * tileSize; c < columns; c++, place++) {
      const norms = x.norms[row + r]! + y.norms[column + c]!;
      const squared = norms - 2 * squares[place]!;
      squares[place] = squared > cancellation * norms ? squared : difference(x, y, row + r, column + c);
    }
}

/** The 4 × 4 products of two panels, in sixteen local sums. */
function products(
  x: Float64Array,
  y: Float64Array,
  from: number,
  other: number,
  d: number,
  out: Float64Array,
  place: number,
): void {
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [s20, s21, s22, s23, s30, s31, s32, s33] = [0, 0, 0, 0, 0, 0, 0, 0];
  const end = from + panel * d;
  for (let i = from, j = other; i < end; i += panel, j += panel) {
    const x0 = x[i]!;
    const x1 = x[i + 1]!;
    const x2 = x[i + 2]!;
    const x3 = x[i + 3]!;
    let value = y[j]!;
    s00 += x0 * value;
    s10 += x1 * value;
    s20 += x2 * value;
    s30 += x3 * value;
    value = y[j + 1]!;
    s01 += x0 * value;
    s11 += x1 * value;
    s21 += x2 * value;
    s31 += x3 * value;
    value = y[j + 2]!;
    s02 += x0 * value;
    s12 += x1 * value;
    s22 += x2 * value;
    s32 += x3 * value;
    value = y[j + 3]!;
    s03 += x0 * value;
    s13 += x1 * value;
    s23 += x2 * value;
    s33 += x3 * value;
  }
  store(out, place, s00, s01, s02, s03);
  store(out, place + tileSize, s10, s11, s12, s13);
  store(out, place + 2 * tileSize, s20, s21, s22, s23);
  store(out, place + 3 * tileSize, s30, s31, s32, s33);
}

function store(out: Float64Array, place: number, s0: number, s1: number, s2: number, s3: number): void {
  out[place] = s0;
  out[place + 1] = s1;
  out[place + 2] = s2;
  out[place + 3] = s3;
}

function difference(x: PackedPoints, y: PackedPoints, i: number, j: number): number {
  const { d } = x;
  const [from, other] = [(i - (i % panel)) * d + (i % panel), (j - (j % panel)) * d + (j % panel)];
  let squared = 0;
  for (let k = 0; k < d * panel; k += panel) squared += (x.panels[from + k]! - y.panels[other + k]!) ** 2;
  return squared;
}
