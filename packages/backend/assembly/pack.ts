/** Columns of one wide panel of B. A last panel of at most four columns is four wide, so ten columns cost twelve. */
export const PANEL: i32 = 8;

/** Columns of the panel that starts at column `j` of `n`: 8, or 4 where at most four are left. */
// @ts-ignore: decorator
@inline
export function panelWidth(n: i32, j: i32): i32 {
  return n - j > 4 ? 8 : 4;
}

/** Bytes of a packed k × n block of B. */
export function packedBytes(k: i32, n: i32): i32 {
  return k * ((n + 7) & ~7) * 4;
}

/**
 * Packs k × n of B (row stride `ldb` bytes) into panels of 8 columns, each k × 8 side by side in memory.
 * Columns past n are zeros; what they produce is never stored, so an infinity in A cannot make a NaN of them.
 */
export function packB(k: i32, n: i32, b: usize, ldb: usize, out: usize): void {
  for (let j = 0; j < n; j += PANEL) {
    const width = panelWidth(n, j);
    const columns = min(n - j, width);
    let row = b + (<usize>j << 2);
    if (columns == 8) {
      for (let p = 0; p < k; p++, row += ldb, out += 32) {
        v128.store(out, v128.load(row));
        v128.store(out, v128.load(row, 16), 16);
      }
    } else if (columns == 4) {
      for (let p = 0; p < k; p++, row += ldb, out += 16) v128.store(out, v128.load(row));
    } else {
      for (let p = 0; p < k; p++, row += ldb, out += <usize>width << 2) {
        for (let q = 0; q < width; q++) {
          store<f32>(out + (<usize>q << 2), q < columns ? load<f32>(row + (<usize>q << 2)) : 0);
        }
      }
    }
  }
}

/** Packs k × n of B given transposed (n × k, row stride `ldb` bytes): 4 × 4 blocks are turned in registers. */
export function packTransposedB(k: i32, n: i32, b: usize, ldb: usize, out: usize): void {
  for (let j = 0; j < n; j += PANEL) {
    const width = panelWidth(n, j);
    const step = <usize>width << 2;
    for (let q = 0; q < width; q += 4) {
      const columns = min(n - j - q, 4);
      const from = b + <usize>(j + q) * ldb;
      if (columns == 4) turn4(k, from, ldb, out + (<usize>q << 2), step);
      else turnEdge(k, columns, from, ldb, out + (<usize>q << 2), step);
    }
    out += <usize>k * step;
  }
}

/** Four rows of k values (row stride `ld`) become k groups of four values, `step` bytes apart. */
function turn4(k: i32, from: usize, ld: usize, out: usize, step: usize): void {
  let r0 = from, r1 = r0 + ld, r2 = r1 + ld, r3 = r2 + ld;
  let p = 0;
  for (; p + 4 <= k; p += 4) {
    const x0 = v128.load(r0), x1 = v128.load(r1), x2 = v128.load(r2), x3 = v128.load(r3);
    const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(out + step, v128.shuffle<f64>(low01, low23, 1, 3));
    v128.store(out + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
    v128.store(out + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
    r0 += 16; r1 += 16; r2 += 16; r3 += 16;
    out += 4 * step;
  }
  for (; p < k; p++, out += step) {
    store<f32>(out, load<f32>(r0));
    store<f32>(out, load<f32>(r1), 4);
    store<f32>(out, load<f32>(r2), 8);
    store<f32>(out, load<f32>(r3), 12);
    r0 += 4; r1 += 4; r2 += 4; r3 += 4;
  }
}

/** As `turn4` for fewer than four rows, with zeros for the missing ones. */
function turnEdge(k: i32, rows: i32, from: usize, ld: usize, out: usize, step: usize): void {
  for (let p = 0; p < k; p++, out += step, from += 4) {
    for (let q = 0; q < 4; q++) {
      store<f32>(out + (<usize>q << 2), q < rows ? load<f32>(from + <usize>q * ld) : 0);
    }
  }
}
