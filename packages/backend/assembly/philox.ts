import { copyRun } from "./copy";
import { log4 } from "@elbowjs/kernels/assembly/exponential";

/** What the random words become. */
export const enum Distribution { Words, Uniform, Normal, Keep }

/**
 * n values of four bytes, from number `first` on, a multiple of 16, of the counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel
 * Random Numbers: As Easy as 1, 2, 3", 2011). The key is the 64-bit seed; counter words 0 and 1 number the block of
 * four words, 2 and 3 hold the 64-bit stream. Four blocks are made at a time, and value 16g + 4w + l is word w of
 * block 4g + l.
 *
 * Uniform: a + (b − a)·u with u in [0, 1) of 24 bits. Normal: mean a, deviation b, Box and Muller on pairs of words.
 * Keep: b where u ≥ a, else 0.
 */
export function random(distribution: Distribution, seedLow: i32, seedHigh: i32, streamLow: i32, streamHigh: i32,
  first: i32, n: i32, a: f32, b: f32, out: usize, scratch: usize): void {
  for (let rest = n, block = first >> 2; rest > 0; rest -= 16, block += 4, out += 64) {
    const to = rest >= 16 ? out : scratch;
    sixteen(distribution, seedLow, seedHigh, streamLow, streamHigh, block, a, b, to);
    if (rest < 16) copyRun(scratch, out, rest);
  }
}

// @ts-ignore: decorator
@inline
function sixteen(distribution: Distribution, seedLow: i32, seedHigh: i32, streamLow: i32, streamHigh: i32,
  block: i32, a: f32, b: f32, out: usize): void {
  let x0 = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3)), x1 = i32x4.splat(0);
  let x2 = i32x4.splat(streamLow), x3 = i32x4.splat(streamHigh);
  let key0 = seedLow, key1 = seedHigh;
  for (let round = 0; round < 10; round++) {
    const high0 = highProduct(x0, 0xd2511f53), low0 = i32x4.mul(x0, i32x4.splat(0xd2511f53));
    const high2 = highProduct(x2, 0xcd9e8d57), low2 = i32x4.mul(x2, i32x4.splat(0xcd9e8d57));
    x0 = v128.xor(v128.xor(high2, x1), i32x4.splat(key0));
    x1 = low2;
    x2 = v128.xor(v128.xor(high0, x3), i32x4.splat(key1));
    x3 = low0;
    key0 += 0x9e3779b9;
    key1 += 0xbb67ae85;
  }
  if (distribution == Distribution.Normal) {
    storeNormals(x0, x1, a, b, out);
    storeNormals(x2, x3, a, b, out + 32);
  } else {
    v128.store(out, shape4(distribution, x0, a, b));
    v128.store(out, shape4(distribution, x1, a, b), 16);
    v128.store(out, shape4(distribution, x2, a, b), 32);
    v128.store(out, shape4(distribution, x3, a, b), 48);
  }
}

/** Upper halves of the four 64-bit products. */
// @ts-ignore: decorator
@inline
function highProduct(x: v128, factor: i32): v128 {
  const factors = i32x4.splat(factor);
  return v128.shuffle<i32>(i64x2.extmul_low_i32x4_u(x, factors), i64x2.extmul_high_i32x4_u(x, factors), 1, 3, 5, 7);
}

/** The upper 24 bits as a fraction in [0, 1), exact in float32. */
// @ts-ignore: decorator
@inline
function fraction(words: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(words, 8)), f32x4.splat(5.9604644775390625e-8));
}

// @ts-ignore: decorator
@inline
function shape4(distribution: Distribution, words: v128, a: f32, b: f32): v128 {
  if (distribution == Distribution.Words) return words;
  const u = fraction(words);
  if (distribution == Distribution.Keep) return v128.and(f32x4.splat(b), f32x4.ge(u, f32x4.splat(a)));
  return f32x4.add(f32x4.mul(u, f32x4.splat(b - a)), f32x4.splat(a));
}

/** √(−2 ln u)·cos 2πv and ·sin 2πv, with u in (0, 1]. */
// @ts-ignore: decorator
@inline
function storeNormals(words: v128, angles: v128, mean: f32, deviation: f32, out: usize): void {
  const u = f32x4.add(fraction(words), f32x4.splat(5.9604644775390625e-8));
  const radius = f32x4.mul(f32x4.sqrt(f32x4.mul(log4(u), f32x4.splat(-2))), f32x4.splat(deviation));
  // Quarter turns q and the rest f, |f| ≤ π/4, then the polynomials of Cephes' sinf.
  const turns = f32x4.mul(fraction(angles), f32x4.splat(4)), nearest = f32x4.nearest(turns);
  const f = f32x4.mul(f32x4.sub(turns, nearest), f32x4.splat(1.57079632679489661923)), z = f32x4.mul(f, f);
  let sine = f32x4.add(f32x4.mul(f32x4.splat(-1.9515295891e-4), z), f32x4.splat(8.3321608736e-3));
  sine = f32x4.add(f32x4.mul(sine, z), f32x4.splat(-1.6666654611e-1));
  sine = f32x4.add(f32x4.mul(f32x4.mul(sine, z), f), f);
  let cosine = f32x4.add(f32x4.mul(f32x4.splat(2.443315711809948e-5), z), f32x4.splat(-1.388731625493765e-3));
  cosine = f32x4.add(f32x4.mul(cosine, z), f32x4.splat(4.166664568298827e-2));
  cosine = f32x4.add(f32x4.mul(f32x4.mul(cosine, z), z), f32x4.sub(f32x4.splat(1), f32x4.mul(z, f32x4.splat(0.5))));
  const q = i32x4.trunc_sat_f32x4_s(nearest);
  const swap = i32x4.ne(v128.and(q, i32x4.splat(1)), i32x4.splat(0));
  const sineSign = i32x4.shl(v128.and(q, i32x4.splat(2)), 30);
  const cosineSign = i32x4.shl(v128.and(i32x4.add(q, i32x4.splat(1)), i32x4.splat(2)), 30);
  const cos = v128.xor(v128.bitselect(sine, cosine, swap), cosineSign);
  const sin = v128.xor(v128.bitselect(cosine, sine, swap), sineSign);
  const center = f32x4.splat(mean);
  v128.store(out, f32x4.add(f32x4.mul(radius, cos), center));
  v128.store(out, f32x4.add(f32x4.mul(radius, sin), center), 16);
}
