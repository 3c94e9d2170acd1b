import type { PackedPoints } from "./packed-points.js";
import { PlainTiles } from "./plain-tiles.js";
import type { TileArithmetic } from "./tile-arithmetic.js";
import { tileSize } from "./tile-size.js";
import { WasmTiles } from "./wasm-tiles.js";

/**
 * A tile of squared distances: `squares[r * tileSize + c]` belongs to x's point `row + r` and y's point `column + c`. On a diagonal tile
 * of one set with itself only the pairs with c > r count. Its values stand until the next tile or call.
 */
export interface DistanceTile {
  readonly squares: Float64Array;
  readonly row: number;
  readonly rows: number;
  readonly column: number;
  readonly columns: number;
  readonly isDiagonal: boolean;
  /** Squares of this tile ← e^(factor · square), factor ≤ 0. */
  exponentiate(factor: number): void;
}

/** Visits all pairs of two sets, or each pair of one set (`y` is `x`) once, tile by tile: no n × m matrix. */
export function eachTile(x: PackedPoints, y: PackedPoints, visit: (tile: DistanceTile) => void): void {
  const tiles: TileArithmetic = WasmTiles.for(x.d) ?? new PlainTiles();
  const { squares } = tiles;
  for (let row = 0; row < x.n; row += tileSize) {
    const rows = Math.min(tileSize, x.n - row);
    tiles.takeRows(x, row);
    for (let column = x === y ? row : 0; column < y.n; column += tileSize) {
      const columns = Math.min(tileSize, y.n - column);
      tiles.takeColumns(y, column);
      tiles.fill(rows, columns);
      const isDiagonal = x === y && row === column;
      const exponentiate = (factor: number): void => tiles.exponentiate(rows, columns, factor);
      visit({ squares, row, rows, column, columns, isDiagonal, exponentiate });
    }
  }
}

/** Σ wᵢ vⱼ f(squared distance) over the pairs of `eachTile`. */
export function sumOverPairs(
  x: PackedPoints,
  y: PackedPoints,
  a: Float64Array,
  b: Float64Array,
  apply: (tile: DistanceTile) => void,
): number {
  let total = 0;
  eachTile(x, y, (tile) => {
    const { squares, row, rows, column, columns, isDiagonal } = tile;
    apply(tile);
    for (let r = 0; r < rows; r++) {
      const [from, to] = [r * tileSize + (isDiagonal ? r + 1 : 0), r * tileSize + columns];
      const offset = column - r * tileSize;
      let sum = 0;
      for (let place = from; place < to; place++) sum += b[place + offset]! * squares[place]!;
      total += a[row + r]! * sum;
    }
  });
  return total;
}
