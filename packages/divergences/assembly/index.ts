/** The tiles of squared distances and their Gaussian kernel, in float64, two at a time; src/distance-tiles.ts has the twin in TypeScript. */

/** Points of a panel, and of a tile. */
const PANEL: usize = 4;
const TILE: usize = 32;

/** Below this part of ‖x‖² + ‖y‖² a squared distance has lost digits, and is computed from differences. */
const CANCELLATION: f64 = 1e-4;

/**
 * Squared distances of `rows` by `columns` points; every address is of float64 values.
 *
 * @param x panels of the rows' points. @param y of the columns'. @param xNorms ‖x‖² each. @param yNorms ‖y‖² each.
 * @param out 32 × 32 of them, of which 4 × 4 blocks are written whole.
 */
export function squaredDistances(
  x: usize,
  y: usize,
  xNorms: usize,
  yNorms: usize,
  rows: i32,
  columns: i32,
  d: i32,
  out: usize,
): void {
  const width = <usize>d << 3;
  for (let r: usize = 0; r < <usize>rows; r += PANEL)
    for (let c: usize = 0; c < <usize>columns; c += PANEL)
      products(x + r * width, y + c * width, d, out + ((r * TILE + c) << 3));
  for (let r: usize = 0; r < <usize>rows; r++) {
    const norm = load<f64>(xNorms + (r << 3));
    for (let c: usize = 0; c < <usize>columns; c++) {
      const place = out + ((r * TILE + c) << 3);
      const norms = norm + load<f64>(yNorms + (c << 3));
      let squared = norms - 2 * load<f64>(place);
      if (!(squared > CANCELLATION * norms)) squared = difference(pointAt(x, r, width), pointAt(y, c, width), d);
      store<f64>(place, squared);
    }
  }
}

// @ts-ignore: decorator
@inline
function pointAt(panels: usize, i: usize, width: usize): usize {
  return panels + (i & ~(PANEL - 1)) * width + ((i & (PANEL - 1)) << 3);
}

/** The 4 × 4 products of two panels. */
// @ts-ignore: decorator
@inline
function products(x: usize, y: usize, d: i32, out: usize): void {
  let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (let k = 0; k < d; k++) {
    const low = v128.load(y), high = v128.load(y, 16);
    let value = v128.load_splat<f64>(x);
    a0 = f64x2.add(a0, f64x2.mul(value, low));
    a1 = f64x2.add(a1, f64x2.mul(value, high));
    value = v128.load_splat<f64>(x, 8);
    b0 = f64x2.add(b0, f64x2.mul(value, low));
    b1 = f64x2.add(b1, f64x2.mul(value, high));
    value = v128.load_splat<f64>(x, 16);
    c0 = f64x2.add(c0, f64x2.mul(value, low));
    c1 = f64x2.add(c1, f64x2.mul(value, high));
    value = v128.load_splat<f64>(x, 24);
    d0 = f64x2.add(d0, f64x2.mul(value, low));
    d1 = f64x2.add(d1, f64x2.mul(value, high));
    x += 32;
    y += 32;
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out + (TILE << 3), b0);
  v128.store(out + (TILE << 3), b1, 16);
  v128.store(out + (TILE << 4), c0);
  v128.store(out + (TILE << 4), c1, 16);
  v128.store(out + 3 * (TILE << 3), d0);
  v128.store(out + 3 * (TILE << 3), d1, 16);
}

function difference(x: usize, y: usize, d: i32): f64 {
  let squared: f64 = 0;
  for (let k = 0; k < d; k++) {
    const step = load<f64>(x) - load<f64>(y);
    squared += step * step;
    x += 32;
    y += 32;
  }
  return squared;
}

/** Values ← e^(factor · value), the factor ≤ 0 and the values ≥ 0, `count` of them, an even number. */
export function exponentials(values: usize, count: i32, factor: f64): void {
  const end = values + (<usize>count << 3);
  const scale = f64x2.splat(factor);
  const shift = f64x2.splat(6755399441055744);
  for (let place = values; place < end; place += 16) {
    const x = f64x2.mul(scale, v128.load(place));
    // x = n·ln 2 + r; adding 1.5·2⁵² rounds to the integer n and leaves it in the low bits.
    const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), shift);
    const n = f64x2.sub(shifted, shift);
    let r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(0.6931471803691238)));
    r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.9082149292705877e-10)));
    let p = f64x2.splat(2.08767569878681e-9);
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.505210838544172e-8));
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.755731922398589e-7));
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.7557319223985893e-6));
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.48015873015873e-5));
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.984126984126984e-4));
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.388888888888889e-3));
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(8.333333333333333e-3));
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(4.1666666666666664e-2));
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.6666666666666666e-1));
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
    p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
    // n into the exponent; below e⁻⁷⁰⁸, where it would not fit, the result is 0.
    const result = i64x2.add(p, i64x2.shl(shifted, 52));
    v128.store(place, v128.and(result, f64x2.ge(x, f64x2.splat(-708))));
  }
}
