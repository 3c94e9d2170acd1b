import { exponential } from "./exponential.js";
import type { PackedPoints } from "./packed-points.js";
import type { TileArithmetic } from "./tile-arithmetic.js";
import { panel, tileSize } from "./tile-size.js";

/** Below this part of ‖x‖² + ‖y‖² a squared distance has lost digits, and is computed from differences. */
const cancellation = 1e-4;

/** Tiles in plain TypeScript: the twin of assembly/index.ts, to the bit. */
export class PlainTiles implements TileArithmetic {
  readonly squares: Float64Array = new Float64Array(tileSize * tileSize);
  #x: PackedPoints | undefined;
  #y: PackedPoints | undefined;
  #row = 0;
  #column = 0;

  takeRows(x: PackedPoints, row: number): void {
    this.#x = x;
    this.#row = row;
  }

  takeColumns(y: PackedPoints, column: number): void {
    this.#y = y;
    this.#column = column;
  }

  fill(rows: number, columns: number): void {
    const [x, y, row, column, squares] = [this.#x!, this.#y!, this.#row, this.#column, this.squares];
    for (let r = 0; r < rows; r++)
      for (let c = 0, place = r * tileSize; c < columns; c++, place++) {
        const norms = x.norms[row + r]! + y.norms[column + c]!;
        const squared = norms - 2 * product(x, y, row + r, column + c);
        squares[place] = squared > cancellation * norms ? squared : difference(x, y, row + r, column + c);
      }
  }

  exponentiate(rows: number, columns: number, factor: number): void {
    const { squares } = this;
    for (let r = 0; r < rows; r++)
      for (let place = r * tileSize, end = place + columns; place < end; place++)
        squares[place] = exponential(factor * squares[place]!);
  }
}

/** Where point i begins among panels. */
function placeOf(i: number, d: number): number {
  return (i - (i % panel)) * d + (i % panel);
}

function product(x: PackedPoints, y: PackedPoints, i: number, j: number): number {
  const [from, other, end] = [placeOf(i, x.d), placeOf(j, x.d), x.d * panel];
  let sum = 0;
  for (let k = 0; k < end; k += panel) sum += x.panels[from + k]! * y.panels[other + k]!;
  return sum;
}

function difference(x: PackedPoints, y: PackedPoints, i: number, j: number): number {
  const [from, other, end] = [placeOf(i, x.d), placeOf(j, x.d), x.d * panel];
  let squared = 0;
  for (let k = 0; k < end; k += panel) squared += (x.panels[from + k]! - y.panels[other + k]!) ** 2;
  return squared;
}
