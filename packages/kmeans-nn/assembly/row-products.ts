/** Products of sparse rows with all centres: the centres transposed, so that one pixel meets four of them at a time. */
import { multiplyAdd } from "./multiply-add";
import { fillTable, PAIR, pairsOfBytes, pairsOfFloats, TABLE } from "./sparse-rows";

/** k rounded up to whole vectors. */
// @ts-ignore: decorator
@inline
export function lanes(k: i32): i32 {
  return (k + 3) & ~3;
}

/** Cᵀ, d×kp, the padding zero. */
export function transpose(centers: usize, k: i32, kp: i32, d: i32, to: usize): void {
  for (let i = 0; i < kp; i += 4) {
    for (let j = 0; j < d; j++) {
      const place = to + (<usize>(j * kp + i) << 2);
      const from = centers + (<usize>(i * d + j) << 2);
      let column = f32x4.splat(0);
      column = f32x4.replace_lane(column, 0, load<f32>(from));
      if (i + 1 < k) column = f32x4.replace_lane(column, 1, load<f32>(from + (<usize>d << 2)));
      if (i + 2 < k) column = f32x4.replace_lane(column, 2, load<f32>(from + (<usize>d << 3)));
      if (i + 3 < k) column = f32x4.replace_lane(column, 3, load<f32>(from + (<usize>d << 2) * 3));
      v128.store(place, column);
    }
  }
}

/** x·C_i of one row for every i, to `xc`; returns ‖x‖². */
export function rowProducts(pairs: usize, count: i32, transposed: usize, kp: i32, xc: usize): f32 {
  const end = pairs + <usize>count * PAIR;
  let i = 0;
  // Twelve centres at once have three sums in flight a pair, and two pairs six: enough to hide the latency of an addition.
  for (; i + 12 <= kp; i += 12) {
    let a0 = f32x4.splat(0), a1 = a0, a2 = a0, b0 = a0, b1 = a0, b2 = a0;
    const column = transposed + (<usize>i << 2);
    let at = pairs;
    for (; at + 2 * PAIR <= end; at += 2 * PAIR) {
      const from = column + <usize>(load<i32>(at) * kp);
      const value = v128.load32_splat(at, 4);
      a0 = multiplyAdd(value, v128.load(from), a0);
      a1 = multiplyAdd(value, v128.load(from, 16), a1);
      a2 = multiplyAdd(value, v128.load(from, 32), a2);
      const from2 = column + <usize>(load<i32>(at, 8) * kp);
      const value2 = v128.load32_splat(at, 12);
      b0 = multiplyAdd(value2, v128.load(from2), b0);
      b1 = multiplyAdd(value2, v128.load(from2, 16), b1);
      b2 = multiplyAdd(value2, v128.load(from2, 32), b2);
    }
    if (at < end) {
      const from = column + <usize>(load<i32>(at) * kp);
      const value = v128.load32_splat(at, 4);
      a0 = multiplyAdd(value, v128.load(from), a0);
      a1 = multiplyAdd(value, v128.load(from, 16), a1);
      a2 = multiplyAdd(value, v128.load(from, 32), a2);
    }
    const to = xc + (<usize>i << 2);
    v128.store(to, f32x4.add(a0, b0));
    v128.store(to, f32x4.add(a1, b1), 16);
    v128.store(to, f32x4.add(a2, b2), 32);
  }
  for (; i < kp; i += 4) {
    let a = f32x4.splat(0);
    const column = transposed + (<usize>i << 2);
    for (let at = pairs; at < end; at += PAIR) a = multiplyAdd(v128.load32_splat(at, 4), v128.load(column + <usize>(load<i32>(at) * kp)), a);
    v128.store(xc + (<usize>i << 2), a);
  }
  let squared: f32 = 0;
  let squared2: f32 = 0;
  let at = pairs;
  for (; at + 2 * PAIR <= end; at += 2 * PAIR) {
    const value = load<f32>(at, 4);
    const value2 = load<f32>(at, 12);
    squared += value * value;
    squared2 += value2 * value2;
  }
  if (at < end) squared += load<f32>(at, 4) * load<f32>(at, 4);
  return squared + squared2;
}

/** Bytes of working memory of {@link scoreRows}. */
export function scoreRowsScratchBytes(k: i32, d: i32): usize {
  return <usize>d * <usize>lanes(k) * 4 + <usize>d * PAIR + TABLE + 32;
}

/**
 * x·C_i − ½‖C_i‖² of b rows for every i, in float32.
 *
 * @param rows address of the rows: b×d bytes (u/255), or float32 values if `floats`.
 * @param halfNorms ½‖C_i‖², lanes(k) float32 values, the padding zero.
 * @param out where the scores go, b×lanes(k); @param norms where ‖x‖² goes, b.
 */
export function scoreRows(
  b: i32,
  k: i32,
  d: i32,
  rows: usize,
  floats: bool,
  centers: usize,
  halfNorms: usize,
  out: usize,
  norms: usize,
  scratch: usize,
): void {
  const kp = lanes(k);
  const transposed = (scratch + 15) & ~15;
  const table = transposed + <usize>d * <usize>kp * 4;
  const pairs = table + TABLE;
  if (!floats) fillTable(table);
  transpose(centers, k, kp, d, transposed);
  for (let r = 0; r < b; r++) {
    const source = rows + <usize>r * <usize>d * (floats ? 4 : 1);
    const count = floats ? pairsOfFloats(source, d, pairs) : pairsOfBytes(source, d, table, pairs);
    const to = out + <usize>r * <usize>kp * 4;
    store<f32>(norms + (<usize>r << 2), rowProducts(pairs, count, transposed, kp, to));
    for (let i = 0; i < kp; i += 4) {
      const at = <usize>i << 2;
      v128.store(to + at, f32x4.sub(v128.load(to + at), v128.load(halfNorms + at)));
    }
  }
}
