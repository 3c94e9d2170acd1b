/**
 * Centres in blocks: four neighbouring features of all k centres lie together, [⌈d/4⌉][k][4] float32 with the padding
 * zero, so that one block of a sample meets one stretch of memory.
 */
import { multiplyAdd } from "@elbowjs/kernels/assembly/multiply-add";
import { offsetsOf } from "./sparse-rows";

/** k rounded up to whole vectors. */
// @ts-ignore: decorator
@inline
export function lanes(k: i32): i32 {
  return (k + 3) & ~3;
}

/** Bytes of k centres of d features in blocks. */
// @ts-ignore: decorator
@inline
export function centerBytes(k: i32, d: i32): usize {
  return <usize>((d + 3) >> 2) * <usize>k * 16;
}

/** Brings centres k×d into blocks. */
export function toBlocks(centers: usize, k: i32, d: i32, to: usize): void {
  const whole = d & ~3;
  for (let i = 0; i < k; i++) {
    const center = centers + (<usize>(i * d) << 2);
    for (let j = 0; j < whole; j += 4) v128.store(to + place(i, j, k), v128.load(center + (<usize>j << 2)));
    if (whole == d) continue;
    v128.store(to + place(i, whole, k), f32x4.splat(0));
    for (let j = whole; j < d; j++) store<f32>(to + place(i, j, k), load<f32>(center + (<usize>j << 2)));
  }
}

/** Brings centres in blocks back into the form k×d. */
export function fromBlocks(blocks: usize, k: i32, d: i32, to: usize): void {
  const whole = d & ~3;
  for (let i = 0; i < k; i++) {
    const center = to + (<usize>(i * d) << 2);
    for (let j = 0; j < whole; j += 4) v128.store(center + (<usize>j << 2), v128.load(blocks + place(i, j, k)));
    for (let j = whole; j < d; j++) store<f32>(center + (<usize>j << 2), load<f32>(blocks + place(i, j, k)));
  }
}

/** Byte offset of feature j of centre i. */
// @ts-ignore: decorator
@inline
function place(i: i32, j: i32, k: i32): usize {
  return (<usize>((j >> 2) * k + i) << 4) + (<usize>(j & 3) << 2);
}

/**
 * x·C_i of one sparse row for every i, lanes(k) float32 values with the padding zero. Every `stretch` blocks are summed by
 * themselves, so that the rounding grows with the stretch and with their number instead of with d.
 */
export function rowProducts(row: usize, count: i32, d: i32, blocks: usize, k: i32, stretch: i32, to: usize): void {
  const offsets = offsetsOf(row, d);
  addProducts(row, min(count, stretch), offsets, blocks, k, to, false);
  for (let from = stretch; from < count; from += stretch)
    addProducts(row + (<usize>from << 4), min(count - from, stretch), offsets + (<usize>from << 2), blocks, k, to, true);
}

/** The products of `count` blocks of a row with k centres, in place of what stands there or, if `more`, added to it. */
export function addProducts(row: usize, count: i32, offsets: usize, blocks: usize, k: i32, to: usize, more: bool): void {
  let i = 0;
  // Ten sums at once hide the latency of an addition, and with a block of x fit the sixteen registers.
  for (; i + 10 <= k; i += 10) tenProducts(row, count, offsets, blocks + (<usize>i << 4), k, to + (<usize>i << 2), more);
  for (; i + 4 <= k; i += 4) fourProducts(row, count, offsets, blocks + (<usize>i << 4), k, to + (<usize>i << 2), more);
  for (; i < k; i++) {
    const at = to + (<usize>i << 2);
    const product = oneProduct(row, count, offsets, blocks + (<usize>i << 4), k);
    store<f32>(at, more ? load<f32>(at) + product : product);
  }
  for (; i & 3; i++) store<f32>(to + (<usize>i << 2), 0);
}

/** Four sums, in place of what stands at `to` or added to it. */
// @ts-ignore: decorator
@inline
export function storeSums(to: usize, sums: v128, more: bool): void {
  v128.store(to, more ? f32x4.add(v128.load(to), sums) : sums);
}

function tenProducts(row: usize, count: i32, offsets: usize, blocks: usize, k: i32, to: usize, more: bool): void {
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a;
  for (let n: usize = 0; n < <usize>count; n++) {
    const x = v128.load(row + (n << 4));
    const at = blocks + <usize>load<i32>(offsets + (n << 2)) * <usize>k;
    a = multiplyAdd(x, v128.load(at), a);
    b = multiplyAdd(x, v128.load(at, 16), b);
    c = multiplyAdd(x, v128.load(at, 32), c);
    d = multiplyAdd(x, v128.load(at, 48), d);
    e = multiplyAdd(x, v128.load(at, 64), e);
    f = multiplyAdd(x, v128.load(at, 80), f);
    g = multiplyAdd(x, v128.load(at, 96), g);
    h = multiplyAdd(x, v128.load(at, 112), h);
    i = multiplyAdd(x, v128.load(at, 128), i);
    j = multiplyAdd(x, v128.load(at, 144), j);
  }
  storeSums(to, laneSums(a, b, c, d), more);
  storeSums(to + 16, laneSums(e, f, g, h), more);
  const last = laneSums(i, j, i, j);
  v128.store64_lane(to, more ? f32x4.add(v128.load64_zero(to, 32), last) : last, 0, 32);
}

function fourProducts(row: usize, count: i32, offsets: usize, blocks: usize, k: i32, to: usize, more: bool): void {
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (let n: usize = 0; n < <usize>count; n++) {
    const x = v128.load(row + (n << 4));
    const at = blocks + <usize>load<i32>(offsets + (n << 2)) * <usize>k;
    a = multiplyAdd(x, v128.load(at), a);
    b = multiplyAdd(x, v128.load(at, 16), b);
    c = multiplyAdd(x, v128.load(at, 32), c);
    d = multiplyAdd(x, v128.load(at, 48), d);
  }
  storeSums(to, laneSums(a, b, c, d), more);
}

function oneProduct(row: usize, count: i32, offsets: usize, blocks: usize, k: i32): f32 {
  let a = f32x4.splat(0);
  for (let n: usize = 0; n < <usize>count; n++) {
    const at = blocks + <usize>load<i32>(offsets + (n << 2)) * <usize>k;
    a = multiplyAdd(v128.load(row + (n << 4)), v128.load(at), a);
  }
  return f32x4.extract_lane(laneSums(a, a, a, a), 0);
}

/** The sums of the lanes of a, b, c and d. */
// @ts-ignore: decorator
@inline
export function laneSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 1, 4, 5), v128.shuffle<f32>(a, b, 2, 3, 6, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 1, 4, 5), v128.shuffle<f32>(c, d, 2, 3, 6, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 2, 4, 6), v128.shuffle<f32>(ab, cd, 1, 3, 5, 7));
}

/** Adds factor·x of one sparse row to centre i. */
export function addRow(row: usize, count: i32, d: i32, factor: f32, blocks: usize, i: i32, k: i32): void {
  const splat = f32x4.splat(factor);
  const offsets = offsetsOf(row, d);
  const center = blocks + (<usize>i << 4);
  for (let n: usize = 0; n < <usize>count; n++) {
    const at = center + <usize>load<i32>(offsets + (n << 2)) * <usize>k;
    v128.store(at, multiplyAdd(splat, v128.load(row + (n << 4)), v128.load(at)));
  }
}

/** ‖C_i‖² of every centre. */
export function squaredNorms(blocks: usize, k: i32, d: i32, to: usize): void {
  for (let i = 0; i < k; i++) store<f32>(to + (<usize>i << 2), centerProduct(blocks, i, i, k, d));
}

/** C_i·C_l. */
export function centerProduct(blocks: usize, i: i32, l: i32, k: i32, d: i32): f32 {
  const stride = <usize>k << 4;
  const away = <usize>(l - i) << 4;
  const end = blocks + centerBytes(k, d);
  let at = blocks + (<usize>i << 4);
  let a = f32x4.splat(0), b = a;
  for (; at + stride < end; at += 2 * stride) {
    a = multiplyAdd(v128.load(at), v128.load(at + away), a);
    b = multiplyAdd(v128.load(at + stride), v128.load(at + stride + away), b);
  }
  if (at < end) a = multiplyAdd(v128.load(at), v128.load(at + away), a);
  a = f32x4.add(a, b);
  return f32x4.extract_lane(laneSums(a, a, a, a), 0);
}

/**
 * next_i ← C_i + (own·C_i + factor·(next_i + Σ_{l≠i} others_l·C_l)), own the i-th of the others. The change is summed
 * before it meets C_i, whose rounding would swallow the parts of a small step. Most of the others are zero and cost
 * nothing.
 */
export function mixCenter(others: usize, blocks: usize, k: i32, d: i32, factor: f32, next: usize, i: i32): void {
  const stride = <usize>k << 4;
  const to = next + (<usize>i << 4);
  const end = next + centerBytes(k, d);
  const back = blocks - next;
  for (let l = 0; l < k; l++) {
    const other = load<f32>(others + (<usize>l << 2));
    if (l == i || other == 0) continue;
    const splat = f32x4.splat(other);
    const away = back + (<usize>(l - i) << 4);
    for (let at = to; at < end; at += stride) v128.store(at, multiplyAdd(splat, v128.load(at + away), v128.load(at)));
  }
  const own = v128.load32_splat(others + (<usize>i << 2));
  const scale = f32x4.splat(factor);
  for (let at = to; at < end; at += stride) {
    const center = v128.load(at + back);
    v128.store(at, f32x4.add(center, multiplyAdd(scale, v128.load(at), f32x4.mul(own, center))));
  }
}
