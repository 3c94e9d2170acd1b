import { multiplyAdd } from "./multiply-add";

/**
 * Four float32 exponentials and logarithms at a time, after the Cephes library of S. L. Moshier (expf, logf, tanhf):
 * reduction of the argument, then a short polynomial; within about two units in the last place. Overflow, denormal
 * results, infinities and NaN come out as those of `Math`.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  // Beyond these the result is ∞ or 0 in float32. In this order the pseudo-minimum and maximum keep a NaN.
  const clamped = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-104)), f32x4.splat(89));
  // x = n·ln 2 + r, |r| ≤ ln 2 / 2, with ln 2 in two parts so that the difference is exact. Adding 1.5·2²³ rounds to
  // the integer n and leaves it in the low bits.
  const shifted = f32x4.add(f32x4.mul(clamped, f32x4.splat(1.44269504088896341)), f32x4.splat(12582912));
  const n = f32x4.sub(shifted, f32x4.splat(12582912));
  let r = multiplyAdd(n, f32x4.splat(-0.693359375), clamped);
  r = multiplyAdd(n, f32x4.splat(2.12194440e-4), r);
  let p = f32x4.splat(1.9875691500e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  // 2ⁿ in two factors: each is a normal number even where the result is denormal or its last step overflows.
  const whole = i32x4.sub(shifted, i32x4.splat(0x4b400000));
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(p, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
}

// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  // Denormals are scaled by 2²³ into the normal numbers.
  const denormal = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, denormal);
  // x = m·2ᵉ with m in [√½, √2).
  const bits = i32x4.sub(scaled, i32x4.splat(0x3f3504f3));
  let e = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  e = f32x4.sub(e, v128.and(denormal, f32x4.splat(23)));
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const f = f32x4.sub(m, f32x4.splat(1)), square = f32x4.mul(f, f);
  let p = f32x4.splat(7.0376836292e-2);
  p = multiplyAdd(p, f, f32x4.splat(-1.1514610310e-1));
  p = multiplyAdd(p, f, f32x4.splat(1.1676998740e-1));
  p = multiplyAdd(p, f, f32x4.splat(-1.2420140846e-1));
  p = multiplyAdd(p, f, f32x4.splat(1.4249322787e-1));
  p = multiplyAdd(p, f, f32x4.splat(-1.6668057665e-1));
  p = multiplyAdd(p, f, f32x4.splat(2.0000714765e-1));
  p = multiplyAdd(p, f, f32x4.splat(-2.4999993993e-1));
  p = multiplyAdd(p, f, f32x4.splat(3.3333331174e-1));
  p = f32x4.mul(f32x4.mul(p, f), square);
  p = f32x4.add(p, f32x4.mul(e, f32x4.splat(-2.12194440e-4)));
  p = f32x4.sub(p, f32x4.mul(square, f32x4.splat(0.5)));
  let result = f32x4.add(f32x4.add(f, p), f32x4.mul(e, f32x4.splat(0.693359375)));
  result = v128.bitselect(x, result, f32x4.eq(x, f32x4.splat(Infinity)));
  result = v128.bitselect(f32x4.splat(-Infinity), result, f32x4.eq(x, f32x4.splat(0)));
  // Negative numbers and NaN.
  return v128.bitselect(result, f32x4.splat(NaN), f32x4.ge(x, f32x4.splat(0)));
}

/** tanh x: a polynomial below 0.625, else sign(x)·(1 − 2 / (e²ˣ + 1)) of |x|. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x), z = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = multiplyAdd(p, z, f32x4.splat(2.06390887954e-2));
  p = multiplyAdd(p, z, f32x4.splat(-5.37397155531e-2));
  p = multiplyAdd(p, z, f32x4.splat(1.33314422036e-1));
  p = multiplyAdd(p, z, f32x4.splat(-3.33332819422e-1));
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, z), x), x);
  const e = exp4(f32x4.add(size, size));
  const large = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(e, f32x4.splat(1))));
  const signed = v128.or(large, v128.and(x, i32x4.splat(0x80000000)));
  return v128.bitselect(small, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

/** e⁻ˡˣˡ, the first half of softplus: with the second in one loop, the constants of both would not fit the registers. */
// @ts-ignore: decorator
@inline
export function decay4(x: v128): v128 {
  return exp4(f32x4.neg(f32x4.abs(x)));
}

/**
 * log(1 + eˣ) = max(x, 0) + log1p(u) from u = e⁻ˡˣˡ, with log1p(u) = log(w)·u / (w − 1) for w = 1 + u (Kahan), which is
 * as exact as the logarithm even where u is lost in w.
 */
// @ts-ignore: decorator
@inline
export function softplus4(x: v128, u: v128): v128 {
  const w = f32x4.add(u, f32x4.splat(1)), difference = f32x4.sub(w, f32x4.splat(1));
  const kahan = f32x4.div(f32x4.mul(log4(w), u), difference);
  const log1p = v128.bitselect(u, kahan, f32x4.eq(difference, f32x4.splat(0)));
  return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), log1p);
}
