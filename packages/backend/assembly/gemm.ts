import { packB, packTransposedB, panelWidth, PANEL } from "./pack";
import { runTile, TILE_ROWS } from "./tile";

/** Depth of one block: a panel of B (256 × 8 × 4 bytes) is 8 kB and stays in the first-level cache. */
export const DEPTH: i32 = 256;
/** Columns of one block: packed B is at most 512 kB, half of a second-level cache. */
const COLUMNS: i32 = 512;
/** Rows of one block, whole tiles: some 60 kB of A, read once for each panel of B. */
const ROWS: i32 = 12 * TILE_ROWS;

/** Bytes before the packed B in the scratch: 32 of zeros to start tiles from, then one 6 × 8 tile for the right edge. */
export const HEAD: usize = 32 + 6 * 8 * 4;

/** Bytes of scratch that `gemm` needs, whatever the shape. */
export function gemmScratchBytes(): i32 {
  return <i32>HEAD + 4 * DEPTH * COLUMNS;
}

/**
 * C[m × n] = op(A) op(B) + bias in float32. Row strides `lda`, `ldb` and `ldc` in bytes, `bias` n values or 0 for none.
 * Blocks of B are packed for the second-level cache and its panels for the first, the tile of C stays in registers
 * (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008). A is read where
 * it lies: packing it measured no faster in either orientation.
 */
export function gemm(transposeA: bool, transposeB: bool, m: i32, n: i32, k: i32, a: usize, lda: usize,
  b: usize, ldb: usize, bias: usize, c: usize, ldc: usize, scratch: usize): void {
  memory.fill(scratch, 0, 32);
  const packedB = scratch + HEAD;
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = min(n - j, COLUMNS);
    const offset = <usize>j << 2;
    let p = 0;
    do {
      const depth = min(k - p, DEPTH);
      if (transposeB) packTransposedB(depth, columns, b + <usize>j * ldb + (<usize>p << 2), ldb, packedB);
      else packB(depth, columns, b + <usize>p * ldb + offset, ldb, packedB);
      const start = p > 0 ? c + offset : bias ? bias + offset : scratch;
      const startKind = p > 0 ? Start.Product : bias ? Start.Bias : Start.Zero;
      const from = transposeA ? a + <usize>p * lda : a + (<usize>p << 2);
      for (let i = 0; i < m; i += ROWS) {
        block(min(m - i, ROWS), columns, depth, transposeA ? from + (<usize>i << 2) : from + <usize>i * lda, lda,
          !transposeA, packedB, startKind == Start.Product ? start + <usize>i * ldc : start, startKind,
          c + <usize>i * ldc + offset, ldc, scratch + 32);
      }
      p += DEPTH;
    } while (p < k);
  }
}

/** What a block of C starts from: zeros, a bias row, or the product of the depths before. */
export const enum Start { Zero, Bias, Product }

/** C[m × n] = start + A[m × k] B for a packed block of B; `edge` is room for one 6 × 8 tile. */
export function block(m: i32, n: i32, k: i32, a: usize, lda: usize, rowMajor: bool, b: usize,
  start: usize, startKind: Start, c: usize, ldc: usize, edge: usize): void {
  const ldStart = startKind == Start.Product ? ldc : 0;
  for (let j = 0; j < n; j += PANEL) {
    const width = panelWidth(n, j);
    const columns = min(n - j, width);
    const ldb = <usize>width << 2;
    const offset = <usize>j << 2;
    let rows = 0;
    for (let i = 0; i < m; i += rows) {
      const left = m - i;
      // Eight are two tiles of four: a tile of two or three rows has too few sums to hide the latency of adding.
      rows = left >= TILE_ROWS && left != 8 ? TILE_ROWS : left >= 4 ? 4 : left >= 2 ? 2 : 1;
      const at = rowMajor ? a + <usize>i * lda : a + (<usize>i << 2);
      const from = startKind == Start.Zero ? start : start + <usize>i * ldStart + offset;
      const to = c + <usize>i * ldc + offset;
      if (columns == width) {
        runTile(rows, width == 8, rowMajor, k, at, lda, b, ldb, from, ldStart, to, ldc);
      } else {
        copyTile(rows, columns, from, ldStart, edge, 32);
        runTile(rows, width == 8, rowMajor, k, at, lda, b, ldb, edge, 32, edge, 32);
        copyTile(rows, columns, edge, 32, to, ldc);
      }
    }
    b += <usize>k * ldb;
  }
}

function copyTile(rows: i32, columns: i32, from: usize, ldFrom: usize, to: usize, ldTo: usize): void {
  for (let i = 0; i < rows; i++, from += ldFrom, to += ldTo) {
    for (let j: usize = 0; j < <usize>columns << 2; j += 4) store<f32>(to + j, load<f32>(from + j));
  }
}
