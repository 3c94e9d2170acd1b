import { hashedPoints } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import { exponential } from "../src/exponential.js";
import { packPoints } from "../src/packed-points.js";
import { PlainTiles } from "../src/plain-tiles.js";
import type { TileArithmetic } from "../src/tile-arithmetic.js";
import { tileSize } from "../src/tile-size.js";
import { WasmTiles } from "../src/wasm-tiles.js";

const rowsOf = (points: number[][]) => ({
  data: Float64Array.from(points.flat()),
  n: points.length,
  d: points[0]!.length,
});

/** The squares of two sets' first tile, then their kernel values, of the pairs that there are. */
function computed(tiles: TileArithmetic, n: number, m: number, d: number): number[][] {
  const near = hashedPoints(5, m, d).map((point, i) => (i === 0 ? hashedPoints(4, n, d)[0]! : point));
  const [x, y] = packPoints(rowsOf(hashedPoints(4, n, d)), rowsOf(near));
  tiles.takeRows(x!, 0);
  tiles.takeColumns(y!, 0);
  tiles.fill(n, m);
  const pairs = () => {
    const { squares } = tiles;
    return Array.from({ length: n * m }, (_, k) => squares[Math.floor(k / m) * tileSize + (k % m)]!);
  };
  const squares = pairs();
  tiles.exponentiate(n, m, -0.7);
  return [squares, pairs()];
}

describe("WebAssembly's tiles are plain TypeScript's, to the bit", () => {
  it.each([
    [1, 1, 1],
    [32, 32, 64],
    [3, 5, 17],
    [4, 31, 3],
    [32, 1, 784],
  ])("%d against %d points of %d numbers, the first of them equal", (n, m, d) => {
    const wasm = WasmTiles.for(d);
    expect(wasm).toBeDefined();
    const [squares, kernel] = computed(wasm!, n, m, d);
    const [plainSquares, plainKernel] = computed(new PlainTiles(), n, m, d);
    expect(squares).toEqual(plainSquares);
    expect(kernel).toEqual(plainKernel);
    expect(squares![0]).toBe(0);
    expect(kernel![0]).toBe(1);
  });

  it("points of very many numbers are left to TypeScript", () => {
    expect(WasmTiles.for(100_000)).toBeUndefined();
  });
});

describe("exponential(x)", () => {
  it("is Math.exp to 4e-16, 0 below −708, 1 at 0", () => {
    for (let x = 0; x >= -708; x -= 0.0371) {
      const exact = Math.exp(x);
      expect(Math.abs(exponential(x) - exact)).toBeLessThanOrEqual(4.5e-16 * exact);
    }
    expect([
      exponential(0),
      exponential(-708.1),
      exponential(-1e9),
      exponential(Number.NEGATIVE_INFINITY),
    ]).toEqual([1, 0, 0, 0]);
    expect(exponential(Number.NaN)).toBeNaN();
  });
});
