import { modules } from "./generated/tile-kernel.js";
import type { PackedPoints } from "./packed-points.js";
import type { TileArithmetic } from "./tile-arithmetic.js";
import { tileSize } from "./tile-size.js";

interface Exports {
  squaredDistances(
    x: number,
    y: number,
    xNorms: number,
    yNorms: number,
    rows: number,
    columns: number,
    d: number,
    out: number,
  ): void;
  exponentials(values: number, count: number, factor: number): void;
}

/** Numbers per point up to which two strips of points are copied into WebAssembly's memory, 16 MB of them. */
const mostNumbers = 32_768;

const pageSize = 65_536;

/** Places in the memory, in bytes: the squares, both strips' norms, then the strips. */
const norms = 8 * tileSize * tileSize;
const strips = norms + 2 * 8 * tileSize;

/** One for all calls, which are synchronous; undefined before the first, null where there is none. */
let instance: WasmTiles | null | undefined;

/** Tiles by WebAssembly with SIMD, to the bits of plain TypeScript. */
export class WasmTiles implements TileArithmetic {
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  /** The whole memory, until it grows. */
  #numbers: Float64Array;
  #d = 0;

  /** The tiles for points of d numbers; undefined where WebAssembly with SIMD is missing or forbidden, or d is too large. */
  static for(d: number): WasmTiles | undefined {
    if (d > mostNumbers) return undefined;
    instance ??= WasmTiles.#load();
    if (instance === null) return undefined;
    instance.#reserve(d);
    return instance;
  }

  static #load(): WasmTiles | null {
    try {
      const bytes = Uint8Array.from(atob(modules.simd), (letter) => letter.charCodeAt(0));
      return new WasmTiles(new WebAssembly.Module(bytes));
    } catch {
      return null; // no SIMD, or a content security policy without 'wasm-unsafe-eval'
    }
  }

  private constructor(module: WebAssembly.Module) {
    this.#memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.#exports = exports as unknown as Exports;
    this.#numbers = new Float64Array(this.#memory.buffer);
  }

  get squares(): Float64Array {
    return new Float64Array(this.#memory.buffer, 0, tileSize * tileSize);
  }

  takeRows(x: PackedPoints, row: number): void {
    this.#take(x, row, 0);
  }

  takeColumns(y: PackedPoints, column: number): void {
    this.#take(y, column, 1);
  }

  fill(rows: number, columns: number): void {
    const second = strips + 8 * tileSize * this.#d;
    this.#exports.squaredDistances(strips, second, norms, norms + 8 * tileSize, rows, columns, this.#d, 0);
  }

  exponentiate(rows: number, _columns: number, factor: number): void {
    this.#exports.exponentials(0, rows * tileSize, factor);
  }

  /** Copies 32 points, fewer at the end, into one of the two strips. */
  #take({ panels, norms: squares, d }: PackedPoints, from: number, strip: 0 | 1): void {
    this.#numbers.set(panels.subarray(from * d, (from + tileSize) * d), strips / 8 + strip * tileSize * d);
    this.#numbers.set(squares.subarray(from, from + tileSize), norms / 8 + strip * tileSize);
  }

  #reserve(d: number): void {
    this.#d = d;
    const missing = strips + 2 * 8 * tileSize * d - this.#memory.buffer.byteLength;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(missing / pageSize));
    this.#numbers = new Float64Array(this.#memory.buffer);
  }
}
