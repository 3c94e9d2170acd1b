/** Shares of the centres in a row, p = softmax(τ·(x·C − ½‖C‖²)), as a list of those that are not negligible. */
import { exponential } from "./exponential";

/** Finite, and below any score: the score of the padding. */
export const LOWEST: f32 = -3e38;

/**
 * p = softmax(τ·(x·C − ½‖C‖²)): lists the centres whose share is not negligible, and their shares. Returns how many, or
 * 0 where a score is not finite.
 */
export function softmax(
  products: usize,
  halfNorms: usize,
  kp: i32,
  temperature: f32,
  cutoff: f32,
  scores: usize,
  active: usize,
  shares: usize,
): i32 {
  let tops = f32x4.splat(LOWEST);
  let finite = f32x4.splat(0);
  for (let at: usize = 0; at < <usize>kp << 2; at += 16) {
    const score = f32x4.sub(v128.load(products + at), v128.load(halfNorms + at));
    v128.store(scores + at, score);
    tops = f32x4.max(tops, score);
    finite = f32x4.add(finite, f32x4.sub(score, score));
  }
  if (v128.any_true(f32x4.ne(finite, f32x4.splat(0)))) return 0;
  tops = f32x4.max(tops, v128.shuffle<f32>(tops, tops, 2, 3, 0, 1));
  tops = f32x4.max(tops, v128.shuffle<f32>(tops, tops, 1, 0, 3, 2));
  const top = f32x4.extract_lane(tops, 0);
  const least = f32x4.splat(-cutoff);
  let shared: usize = 0;
  let total: f32 = 0;
  for (let first = 0; first < kp; first += 4) {
    const exponents = f32x4.mul(f32x4.splat(temperature), f32x4.sub(v128.load(scores + (<usize>first << 2)), tops));
    for (let mask = i32x4.bitmask(f32x4.ge(exponents, least)); mask != 0; mask &= mask - 1) {
      const i = first + ctz(mask);
      const share = exponential(temperature * (load<f32>(scores + (<usize>i << 2)) - top));
      store<i32>(active + (shared << 2), i);
      store<f32>(shares + (shared << 2), share);
      total += share;
      shared++;
    }
  }
  const factor: f32 = <f32>1 / total;
  for (let a: usize = 0; a < shared; a++) store<f32>(shares + (a << 2), load<f32>(shares + (a << 2)) * factor);
  return <i32>shared;
}

/** The one of the active centres with the largest score, the first on a tie. */
export function largest(scores: usize, active: usize, shared: i32): i32 {
  let best = load<i32>(active);
  for (let a: usize = 1; a < <usize>shared; a++) {
    const i = load<i32>(active + (a << 2));
    if (load<f32>(scores + (<usize>i << 2)) > load<f32>(scores + (<usize>best << 2))) best = i;
  }
  return best;
}
