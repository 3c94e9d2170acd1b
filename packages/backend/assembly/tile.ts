import { multiplyAdd } from "@elbowjs/kernels/assembly/multiply-add";

/**
 * Rows of the largest tile. Of the 16 vector registers of x64 the engine keeps one for itself, two hold B and one the
 * broadcast of A. A fused multiply-add leaves twelve for a tile of 6 × 8; multiplication and addition apart need one
 * for the product, which leaves ten for 5 × 8: with six rows the loop spills and runs at half the speed.
 */
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;

/**
 * The micro-kernel: C[rows × 8 or 4] = start + Σₚ A[:, p] B[p, :], with the whole tile of C held in registers.
 *
 * `rows`, `wide` and `rowMajor` are constants at each call, so the compiler keeps only the lines of that variant.
 * `rowMajor` A is read along `rows` pointers `lda` bytes apart; otherwise the rows of one p lie side by side and
 * p + 1 is `lda` bytes further. B has its 8 (4) columns side by side and p + 1 `ldb` bytes further.
 * The tile starts from `start` (row stride `ldStart`): C itself to accumulate, a bias row or zeros with stride 0.
 */
// @ts-ignore: decorator
@inline
function tile(rows: i32, wide: bool, rowMajor: bool, k: i32, a: usize, lda: usize, b: usize, ldb: usize,
  start: usize, ldStart: usize, c: usize, ldc: usize): void {
  let c00 = v128.load(start), c01 = wide ? v128.load(start, 16) : c00;
  if (rows > 1) start += ldStart;
  let c10 = v128.load(start), c11 = wide ? v128.load(start, 16) : c00;
  if (rows > 2) start += ldStart;
  let c20 = v128.load(start), c21 = wide ? v128.load(start, 16) : c00;
  if (rows > 3) start += ldStart;
  let c30 = v128.load(start), c31 = wide ? v128.load(start, 16) : c00;
  if (rows > 4) start += ldStart;
  let c40 = v128.load(start), c41 = wide ? v128.load(start, 16) : c00;
  if (rows > 5) start += ldStart;
  let c50 = v128.load(start), c51 = wide ? v128.load(start, 16) : c00;

  let a1 = a + lda, a2 = a1 + lda, a3 = a2 + lda, a4 = a3 + lda, a5 = a4 + lda;
  for (; k > 0; k--) {
    const b0 = v128.load(b), b1 = wide ? v128.load(b, 16) : b0;
    b += ldb;
    let s = v128.load_splat<u32>(a);
    c00 = multiplyAdd(s, b0, c00);
    if (wide) c01 = multiplyAdd(s, b1, c01);
    if (rows > 1) {
      s = rowMajor ? v128.load_splat<u32>(a1) : v128.load_splat<u32>(a, 4);
      c10 = multiplyAdd(s, b0, c10);
      if (wide) c11 = multiplyAdd(s, b1, c11);
    }
    if (rows > 2) {
      s = rowMajor ? v128.load_splat<u32>(a2) : v128.load_splat<u32>(a, 8);
      c20 = multiplyAdd(s, b0, c20);
      if (wide) c21 = multiplyAdd(s, b1, c21);
    }
    if (rows > 3) {
      s = rowMajor ? v128.load_splat<u32>(a3) : v128.load_splat<u32>(a, 12);
      c30 = multiplyAdd(s, b0, c30);
      if (wide) c31 = multiplyAdd(s, b1, c31);
    }
    if (rows > 4) {
      s = rowMajor ? v128.load_splat<u32>(a4) : v128.load_splat<u32>(a, 16);
      c40 = multiplyAdd(s, b0, c40);
      if (wide) c41 = multiplyAdd(s, b1, c41);
    }
    if (rows > 5) {
      s = rowMajor ? v128.load_splat<u32>(a5) : v128.load_splat<u32>(a, 20);
      c50 = multiplyAdd(s, b0, c50);
      if (wide) c51 = multiplyAdd(s, b1, c51);
    }
    if (rowMajor) {
      a += 4; a1 += 4; a2 += 4; a3 += 4; a4 += 4; a5 += 4;
    } else {
      a += lda;
    }
  }

  v128.store(c, c00);
  if (wide) v128.store(c, c01, 16);
  if (rows > 1) { c += ldc; v128.store(c, c10); if (wide) v128.store(c, c11, 16); }
  if (rows > 2) { c += ldc; v128.store(c, c20); if (wide) v128.store(c, c21, 16); }
  if (rows > 3) { c += ldc; v128.store(c, c30); if (wide) v128.store(c, c31, 16); }
  if (rows > 4) { c += ldc; v128.store(c, c40); if (wide) v128.store(c, c41, 16); }
  if (rows > 5) { c += ldc; v128.store(c, c50); if (wide) v128.store(c, c51, 16); }
}

/* One function a variant, named rows (M the most) × columns and r(ow-major) or t(ransposed) A: each has one loop for the engine to compile well. */
function tileMx8r(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(TILE_ROWS, true, true, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile4x8r(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(4, true, true, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile2x8r(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(2, true, true, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile1x8r(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(1, true, true, k, a, lda, b, ldb, s, lds, c, ldc); }
function tileMx4r(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(TILE_ROWS, false, true, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile4x4r(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(4, false, true, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile2x4r(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(2, false, true, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile1x4r(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(1, false, true, k, a, lda, b, ldb, s, lds, c, ldc); }
function tileMx8t(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(TILE_ROWS, true, false, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile4x8t(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(4, true, false, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile2x8t(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(2, true, false, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile1x8t(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(1, true, false, k, a, lda, b, ldb, s, lds, c, ldc); }
function tileMx4t(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(TILE_ROWS, false, false, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile4x4t(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(4, false, false, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile2x4t(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(2, false, false, k, a, lda, b, ldb, s, lds, c, ldc); }
function tile1x4t(k: i32, a: usize, lda: usize, b: usize, ldb: usize, s: usize, lds: usize, c: usize, ldc: usize): void { tile(1, false, false, k, a, lda, b, ldb, s, lds, c, ldc); }

/** Runs the variant for `rows` (TILE_ROWS, 4, 2 or 1) and a panel of 8 (`wide`) or 4 columns. */
export function runTile(rows: i32, wide: bool, rowMajor: bool, k: i32, a: usize, lda: usize, b: usize, ldb: usize,
  start: usize, ldStart: usize, c: usize, ldc: usize): void {
  if (rowMajor) {
    if (wide) {
      if (rows == TILE_ROWS) tileMx8r(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else if (rows == 4) tile4x8r(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else if (rows == 2) tile2x8r(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else tile1x8r(k, a, lda, b, ldb, start, ldStart, c, ldc);
    } else {
      if (rows == TILE_ROWS) tileMx4r(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else if (rows == 4) tile4x4r(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else if (rows == 2) tile2x4r(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else tile1x4r(k, a, lda, b, ldb, start, ldStart, c, ldc);
    }
  } else {
    if (wide) {
      if (rows == TILE_ROWS) tileMx8t(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else if (rows == 4) tile4x8t(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else if (rows == 2) tile2x8t(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else tile1x8t(k, a, lda, b, ldb, start, ldStart, c, ldc);
    } else {
      if (rows == TILE_ROWS) tileMx4t(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else if (rows == 4) tile4x4t(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else if (rows == 2) tile2x4t(k, a, lda, b, ldb, start, ldStart, c, ldc);
      else tile1x4t(k, a, lda, b, ldb, start, ldStart, c, ldc);
    }
  }
}
