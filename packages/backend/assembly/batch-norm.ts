import { get, put, width } from "./lanes";

/** Rows added up before they join the total, as in `reduction`. */
const BLOCK: i32 = 128;

/**
 * Batch normalisation over the rows of [rows, channels], of v = x or v = max(x, 0), followed by a mask (dropout) or
 * none, in as few passes as the formulas allow:
 *
 *     mean = Σ v / rows, variance = Σ (v − mean)² / rows, x̂ = (v − mean) / √(variance + ε), y = mask · (γ x̂ + β);
 *     with g = mask · dy: dβ = Σ g, dγ = Σ g x̂, dv = γ / √(variance + ε) · (g − (dβ + x̂ dγ) / rows).
 *
 * Ioffe and Szegedy, "Batch Normalization" (2015). Four channels are one vector; a remaining one fills it alone. Each
 * function takes some of the rows, so that threads can share them; sums are those of its rows.
 */

/** Σ v of each channel, or Σ (v − mean)² where the means are given. */
export function channelSums(x: usize, rows: i32, channels: i32, relu: bool, mean: usize, sums: usize): void {
  const stride = <usize>channels << 2;
  for (let c = 0; c < channels; c += width(c, channels)) {
    const four = width(c, channels) == 4, at = <usize>c << 2;
    const center = mean ? get(mean + at, four) : f32x4.splat(0);
    put(sums + at, moment(x + at, rows, stride, relu, four, center, mean != 0), four);
  }
}

/** Σ v, or Σ (v − center)², over the rows of one group of channels. */
function moment(x: usize, rows: i32, stride: usize, relu: bool, four: bool, center: v128, squared: bool): v128 {
  let total = f32x4.splat(0);
  for (let r = 0; r < rows; r += BLOCK) {
    let sum = f32x4.splat(0);
    for (let i = min(rows - r, BLOCK); i > 0; i--, x += stride) {
      const v = f32x4.sub(rectify(get(x, four), relu), center);
      sum = f32x4.add(sum, squared ? f32x4.mul(v, v) : v);
    }
    total = f32x4.add(total, sum);
  }
  return total;
}

/** y = mask · (scale v + shift) with scale = γ / √(variance + ε) and shift = β − mean · scale, kept in `scratch`. */
export function normalize(x: usize, mask: usize, rows: i32, channels: i32, relu: bool, epsilon: f32,
  gamma: usize, beta: usize, mean: usize, variance: usize, y: usize, scratch: usize): void {
  const row = <usize>channels << 2, shifts = scratch + row;
  for (let c: usize = 0; c < row; c += 4) {
    const scale = load<f32>(gamma + c) / sqrt<f32>(load<f32>(variance + c) + epsilon);
    store<f32>(scratch + c, scale);
    store<f32>(shifts + c, load<f32>(beta + c) - load<f32>(mean + c) * scale);
  }
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < channels; c += width(c, channels)) {
      const four = width(c, channels) == 4, at = <usize>c << 2, bytes: usize = four ? 16 : 4;
      let value = f32x4.mul(rectify(get(x, four), relu), get(scratch + at, four));
      value = f32x4.add(value, get(shifts + at, four));
      if (mask) {
        value = f32x4.mul(value, get(mask, four));
        mask += bytes;
      }
      put(y, value, four);
      x += bytes;
      y += bytes;
    }
  }
}

/** Per channel Σ g, then in the next row of `sums` Σ g (v − mean). */
export function normalizeSums(dy: usize, x: usize, mask: usize, rows: i32, channels: i32, relu: bool,
  mean: usize, sums: usize): void {
  const row = <usize>channels << 2;
  for (let c = 0; c < channels; c += width(c, channels)) {
    const four = width(c, channels) == 4, at = <usize>c << 2;
    const center = get(mean + at, four);
    let sumG = f32x4.splat(0), sumGx = f32x4.splat(0);
    let value = x + at, slope = dy + at, keep = mask + at;
    for (let r = 0; r < rows; r += BLOCK) {
      let g4 = f32x4.splat(0), gx4 = f32x4.splat(0);
      for (let i = min(rows - r, BLOCK); i > 0; i--, value += row, slope += row, keep += row) {
        const g = mask ? f32x4.mul(get(slope, four), get(keep, four)) : get(slope, four);
        g4 = f32x4.add(g4, g);
        gx4 = f32x4.add(gx4, f32x4.mul(g, f32x4.sub(rectify(get(value, four), relu), center)));
      }
      sumG = f32x4.add(sumG, g4);
      sumGx = f32x4.add(sumGx, gx4);
    }
    put(sums + at, sumG, four);
    put(sums + row + at, sumGx, four);
  }
}

/**
 * dγ and dβ from the sums over all rows, and per channel what `normalizeGradient` needs so that one row needs no
 * division: `factors` holds Σ g / rows, γ/√(variance + ε) and Σ g (v − mean) / ((variance + ε) rows).
 */
export function normalizeFactors(sums: usize, rows: i32, channels: i32, epsilon: f32, gamma: usize, variance: usize,
  dGamma: usize, dBeta: usize, factors: usize): void {
  const row = <usize>channels << 2;
  const share = f32x4.splat(<f32>rows);
  for (let c = 0; c < channels; c += width(c, channels)) {
    const four = width(c, channels) == 4, at = <usize>c << 2;
    const spread = f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(get(variance + at, four), f32x4.splat(epsilon))));
    const sumG = get(sums + at, four), sumGx = f32x4.mul(get(sums + row + at, four), spread);
    put(dBeta + at, sumG, four);
    put(dGamma + at, sumGx, four);
    put(factors + at, f32x4.div(sumG, share), four);
    put(factors + row + at, f32x4.mul(get(gamma + at, four), spread), four);
    put(factors + 2 * row + at, f32x4.div(f32x4.mul(sumGx, spread), share), four);
  }
}

/** dx. */
export function normalizeGradient(dy: usize, x: usize, mask: usize, rows: i32, channels: i32, relu: bool,
  factors: usize, mean: usize, dx: usize): void {
  const scales = factors + (<usize>channels << 2), slopes = scales + (<usize>channels << 2);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < channels; c += width(c, channels)) {
      const four = width(c, channels) == 4, at = <usize>c << 2, bytes: usize = four ? 16 : 4;
      const raw = get(x, four);
      let g = get(dy, four);
      if (mask) {
        g = f32x4.mul(g, get(mask, four));
        mask += bytes;
      }
      const deviation = f32x4.sub(rectify(raw, relu), get(mean + at, four));
      g = f32x4.sub(f32x4.sub(g, get(factors + at, four)), f32x4.mul(deviation, get(slopes + at, four)));
      g = f32x4.mul(g, get(scales + at, four));
      put(dx, relu ? v128.and(g, f32x4.gt(raw, f32x4.splat(0))) : g, four);
      x += bytes;
      dy += bytes;
      dx += bytes;
    }
  }
}

/** v = x, or max(x, 0) with NaN kept. */
// @ts-ignore: decorator
@inline
function rectify(x: v128, relu: bool): v128 {
  return relu ? f32x4.pmax(x, f32x4.splat(0)) : x;
}
