import type { PackedPoints } from "./packed-points.js";

/** What computes tiles of squared distances: rows of x, columns of y, 32 × 32 at most. */
export interface TileArithmetic {
  readonly squares: Float64Array;
  /** The points of x from number `row`, a multiple of 32, on. */
  takeRows(x: PackedPoints, row: number): void;
  /** The points of y from number `column`, a multiple of 32, on. */
  takeColumns(y: PackedPoints, column: number): void;
  /** Squares ← ‖x − y‖² of so many of the points taken. */
  fill(rows: number, columns: number): void;
  /** Squares ← e^(factor · square), factor ≤ 0. */
  exponentiate(rows: number, columns: number, factor: number): void;
}
