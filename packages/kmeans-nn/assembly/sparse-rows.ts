/**
 * The non-zero parts of one sample, as blocks of four neighbouring values: four fifths of a digit's pixels are zero and
 * add nothing to any product, and the others lie together.
 *
 * A sparse row is a list of values, float32x4 each, then a list of their places, i32 each, in bytes of a row of float32.
 */
import { multiplyAdd } from "@elbowjs/kernels/assembly/multiply-add";

/** Bytes of a sparse row of d features, and the bit masks used to make it. */
export function rowBytes(d: i32): usize {
  return <usize>((d + 3) >> 2) * 20 + (<usize>((d + 255) >> 8) << 3) + 8;
}

/** Bytes from one sparse row to the next, where several lie in whole vectors. */
// @ts-ignore: decorator
@inline
export function rowSize(d: i32): usize {
  return (rowBytes(d) + 15) & ~15;
}

/** Where the places of a sparse row begin. */
// @ts-ignore: decorator
@inline
export function offsetsOf(row: usize, d: i32): usize {
  return row + (<usize>((d + 3) >> 2) << 4);
}

/** Where the bit masks begin. */
// @ts-ignore: decorator
@inline
function masksOf(row: usize, d: i32): usize {
  return (offsetsOf(row, d) + (<usize>((d + 3) >> 2) << 2) + 7) & ~7;
}

/** Rows to fetch ahead of their use: enough to overlap the waits for memory, few enough for the second-level cache. */
export const AHEAD: i32 = 32;

/**
 * Reads a byte of each cache line of rows `order[0 … n − 1]`, so that the waits for memory overlap. What was read is
 * written to `sink`, or a compiler might leave it out.
 */
export function fetchRows(rows: usize, floats: bool, d: i32, order: usize, n: i32, sink: usize): void {
  const bytes = <usize>d << (floats ? 2 : 0);
  let read = 0;
  for (let r = 0; r < n; r++) {
    const row = rows + <usize>load<i32>(order + (<usize>r << 2)) * bytes;
    for (let j: usize = 0; j < bytes; j += 64) read |= <i32>load<u8>(row + j);
  }
  store<i32>(sink, read);
}

/** Lists the blocks of row `number` of the data, d bytes per row or d float32 values if `floats`; returns how many. */
export function blocksOfRow(rows: usize, floats: bool, number: i32, d: i32, row: usize): i32 {
  const sample = <usize>number * <usize>d;
  return floats ? blocksOfFloats(rows + (sample << 2), d, row) : blocksOfBytes(rows + sample, d, row);
}

/**
 * 1/255 in two parts, the first of 11 bits so that its product with a byte is exact: u·HIGH + u·LOW is u/255 rounded
 * once for every byte u, with a fused multiply-add or without, so that bytes and the floats they stand for give the
 * same bits.
 */
const HIGH: f32 = 0.0039215087890625; // 257/2^16
const LOW: f32 = 5.983839201917363e-8;

/** Lists the blocks of d bytes, each standing for u/255; returns how many. Up to 63 bytes behind them are read as well. */
function blocksOfBytes(bytes: usize, d: i32, row: usize): i32 {
  const offsets = offsetsOf(row, d);
  const masks = masksOf(row, d);
  // The masks first, without a branch, so that a row that is not in the cache is fetched as a whole.
  const groups = (d + 63) >> 6;
  for (let g = 0; g < groups; g++) store<u16>(masks + (<usize>g << 1), <u16>nonZeroBlocks(bytes + (<usize>g << 6)));
  for (let g = groups; g & 3; g++) store<u16>(masks + (<usize>g << 1), 0);

  const blocks = d >> 2;
  let count: usize = 0;
  for (let first = 0; first < blocks; first += 64) {
    let mask = load<u64>(masks + (<usize>first >> 3));
    if (blocks - first < 64) mask &= ((<u64>1) << (blocks - first)) - 1;
    while (mask != 0) {
      const block = <usize>(first + <i32>ctz(mask)) << 2;
      mask &= mask - 1;
      store<i32>(offsets + (count << 2), <i32>(block << 2));
      v128.store(row + (count << 4), unit(v128.load32_zero(bytes + block)));
      count++;
    }
  }
  if (d & 3) {
    let last = i32x4.splat(0);
    const from = bytes + <usize>(blocks << 2);
    last = i8x16.replace_lane(last, 0, load<u8>(from));
    if ((d & 3) > 1) last = i8x16.replace_lane(last, 1, load<u8>(from, 1));
    if ((d & 3) > 2) last = i8x16.replace_lane(last, 2, load<u8>(from, 2));
    store<i32>(offsets + (count << 2), blocks << 4);
    v128.store(row + (count << 4), unit(last));
    count++;
  }
  return <i32>count;
}

/** One bit for each of 16 blocks of four bytes: whether any is not zero. */
// @ts-ignore: decorator
@inline
function nonZeroBlocks(at: usize): i32 {
  const zero = i32x4.splat(0);
  const first = i16x8.narrow_i32x4_s(i32x4.eq(v128.load(at), zero), i32x4.eq(v128.load(at, 16), zero));
  const second = i16x8.narrow_i32x4_s(i32x4.eq(v128.load(at, 32), zero), i32x4.eq(v128.load(at, 48), zero));
  return ~i8x16.bitmask(i8x16.narrow_i16x8_s(first, second));
}

/** The four lowest bytes as u/255. */
// @ts-ignore: decorator
@inline
function unit(bytes: v128): v128 {
  const u = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
  return f32x4.add(f32x4.mul(u, f32x4.splat(HIGH)), f32x4.mul(u, f32x4.splat(LOW)));
}

/** Lists the blocks of d float32 values; returns how many. */
function blocksOfFloats(floats: usize, d: i32, row: usize): i32 {
  const offsets = offsetsOf(row, d);
  const end = d & ~3;
  let count: usize = 0;
  for (let j = 0; j < end; j += 4) {
    const value = v128.load(floats + (<usize>j << 2));
    if (!v128.any_true(f32x4.ne(value, f32x4.splat(0)))) continue;
    store<i32>(offsets + (count << 2), j << 2);
    v128.store(row + (count << 4), value);
    count++;
  }
  if (d & 3) {
    const from = floats + (<usize>end << 2);
    let last = f32x4.splat(0);
    last = f32x4.replace_lane(last, 0, load<f32>(from));
    if ((d & 3) > 1) last = f32x4.replace_lane(last, 1, load<f32>(from, 4));
    if ((d & 3) > 2) last = f32x4.replace_lane(last, 2, load<f32>(from, 8));
    store<i32>(offsets + (count << 2), end << 2);
    v128.store(row + (count << 4), last);
    count++;
  }
  return <i32>count;
}

/** ‖x‖², every `stretch` blocks summed by themselves. */
export function squaredNorm(row: usize, count: i32, stretch: i32): f32 {
  let norm = squares(row, min(count, stretch));
  for (let from = stretch; from < count; from += stretch) norm += squares(row + (<usize>from << 4), min(count - from, stretch));
  return norm;
}

function squares(row: usize, count: i32): f32 {
  let a = f32x4.splat(0), b = a;
  let n = 0;
  for (; n + 2 <= count; n += 2) {
    const at = row + (<usize>n << 4);
    const first = v128.load(at);
    const second = v128.load(at, 16);
    a = multiplyAdd(first, first, a);
    b = multiplyAdd(second, second, b);
  }
  if (n < count) {
    const last = v128.load(row + (<usize>n << 4));
    a = multiplyAdd(last, last, a);
  }
  const sums = f32x4.add(a, b);
  return f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
}
