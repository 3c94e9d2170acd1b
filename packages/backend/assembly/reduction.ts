/** Rows added up before they join the total: rounding errors then grow with the square root of the rows or less. */
const BLOCK: i32 = 128;
/** Rows a block where they are far apart in memory: as many lines as the first-level TLB has entries to spare. */
const FAR_BLOCK: i32 = 16;
/** Bytes of one block of rows that the first-level cache holds. */
const NEAR_BYTES: i32 = 32768;

/** out[o, i] = scale · Σᵣ x[o, r, i] in float32, in two levels. */
export function sumMiddle(x: usize, out: usize, outer: i32, reduce: i32, inner: i32, scale: f32): void {
  if (inner == 1) {
    for (let o = 0; o < outer; o++, out += 4, x += <usize>reduce << 2) store<f32>(out, scale * sumRun(x, reduce));
    return;
  }
  const row = <usize>inner << 2;
  const rows = inner * BLOCK * 4 > NEAR_BYTES ? FAR_BLOCK : BLOCK;
  for (let o = 0; o < outer; o++, out += row) {
    memory.fill(out, 0, row);
    for (let r = 0; r < reduce; r += rows) {
      const count = min(reduce - r, rows);
      sumRows(x, out, count, inner);
      x += <usize>count * row;
    }
    if (scale != 1) for (let at = out; at < out + row; at += 4) store<f32>(at, scale * load<f32>(at));
  }
}

/** Adds the sum of `count` rows to `out`, sixteen, four and one columns at a time. */
function sumRows(x: usize, out: usize, count: i32, inner: i32): void {
  const row = <usize>inner << 2;
  let i = 0;
  for (; i + 16 <= inner; i += 16, x += 64, out += 64) {
    let at = x;
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let r = 0; r < count; r++, at += row) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
    }
    v128.store(out, f32x4.add(v128.load(out), s0));
    v128.store(out, f32x4.add(v128.load(out, 16), s1), 16);
    v128.store(out, f32x4.add(v128.load(out, 32), s2), 32);
    v128.store(out, f32x4.add(v128.load(out, 48), s3), 48);
  }
  for (; i + 4 <= inner; i += 4, x += 16, out += 16) {
    let at = x;
    let sum = f32x4.splat(0);
    for (let r = 0; r < count; r++, at += row) sum = f32x4.add(sum, v128.load(at));
    v128.store(out, f32x4.add(v128.load(out), sum));
  }
  for (; i < inner; i++, x += 4, out += 4) {
    let at = x;
    let sum: f32 = 0;
    for (let r = 0; r < count; r++, at += row) sum += load<f32>(at);
    store<f32>(out, load<f32>(out) + sum);
  }
}

/** Σ x over n neighbours: blocks of 1,024 in four or sixteen partial sums, their totals in float64. */
function sumRun(x: usize, n: i32): f32 {
  const end = x + (<usize>n << 2);
  let total: f64 = 0;
  while (x < end) {
    const stop = min(x + 4096, end);
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (; x + 64 <= stop; x += 64) {
      s0 = f32x4.add(s0, v128.load(x));
      s1 = f32x4.add(s1, v128.load(x, 16));
      s2 = f32x4.add(s2, v128.load(x, 32));
      s3 = f32x4.add(s3, v128.load(x, 48));
    }
    for (; x + 16 <= stop; x += 16) s0 = f32x4.add(s0, v128.load(x));
    let rest: f32 = 0;
    for (; x < stop; x += 4) rest += load<f32>(x);
    let s = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
    s = f32x4.add(s, v128.shuffle<f32>(s, s, 2, 3, 0, 1));
    total += <f64>(f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + rest);
  }
  return <f32>total;
}

/** out[o, i] = maxᵣ x[o, r, i], NaN if one of them is; `reduce` ≥ 1. */
export function maxMiddle(x: usize, out: usize, outer: i32, reduce: i32, inner: i32): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++, out += row) {
    if (inner == 1) {
      store<f32>(out, maxRun(x, reduce));
      x += <usize>reduce << 2;
      continue;
    }
    memory.copy(out, x, row);
    x += row;
    for (let r = 1; r < reduce; r++, x += row) {
      let i: usize = 0;
      for (; i + 16 <= row; i += 16) v128.store(out + i, f32x4.max(v128.load(out + i), v128.load(x + i)));
      for (; i < row; i += 4) store<f32>(out + i, max<f32>(load<f32>(out + i), load<f32>(x + i)));
    }
  }
}

function maxRun(x: usize, n: i32): f32 {
  const end = x + (<usize>n << 2);
  // pmax passes over NaN, and is one instruction where the NaN-keeping max is seven: look for NaN beside it.
  let most = f32x4.splat(-Infinity), unordered = i32x4.splat(0);
  for (; x + 16 <= end; x += 16) {
    const value = v128.load(x);
    most = f32x4.pmax(most, value);
    unordered = v128.or(unordered, f32x4.ne(value, value));
  }
  for (; x < end; x += 4) {
    const value = v128.load_splat<u32>(x);
    most = f32x4.pmax(most, value);
    unordered = v128.or(unordered, f32x4.ne(value, value));
  }
  if (v128.any_true(unordered)) return <f32>NaN;
  most = f32x4.pmax(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1));
  most = f32x4.pmax(most, v128.shuffle<f32>(most, most, 1, 0, 3, 2));
  return f32x4.extract_lane(most, 0);
}
