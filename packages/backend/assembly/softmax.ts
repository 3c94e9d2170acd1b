import { exp4 } from "@elbowjs/kernels/assembly/exponential";

/**
 * Softmax of scale · x along rows of `columns` values, over those that the mask, a byte each, lets through; the others are 0,
 * and so is a row of which nothing is left:
 *
 *     y = e^(v − max v) / Σ e^(v − max v), v = scale · x;  dx = scale · y (dy − Σ y dy).
 *
 * Row r = (p · repeats + m) · period + s, counted from `first`, has the mask's row p · period + s: a mask may be the same for
 * the axes in the middle, as the heads of attention, and for those before them.
 */
export function maskedSoftmax(x: usize, mask: usize, first: i32, rows: i32, columns: i32, scale: f32,
  repeats: i32, period: i32, y: usize): void {
  const row = <usize>columns << 2;
  for (let r = first; r < first + rows; r++, x += row, y += row) {
    const allowed = mask ? mask + <usize>(r / (repeats * period) * period + r % period) * <usize>columns : 0;
    softmaxRow(x, allowed, columns, scale, y);
  }
}

function softmaxRow(x: usize, mask: usize, columns: i32, scale: f32, y: usize): void {
  const scale4 = f32x4.splat(scale), lowest = f32x4.splat(-Infinity);
  let most4 = lowest;
  let c = 0;
  for (; c + 4 <= columns; c += 4) {
    const v = f32x4.mul(v128.load(x + (<usize>c << 2)), scale4);
    most4 = f32x4.max(most4, mask ? v128.bitselect(v, lowest, bits(mask + c)) : v);
  }
  let most = max(max(f32x4.extract_lane(most4, 0), f32x4.extract_lane(most4, 1)),
    max(f32x4.extract_lane(most4, 2), f32x4.extract_lane(most4, 3)));
  for (; c < columns; c++) {
    if (!mask || load<u8>(mask + c)) most = max(most, scale * load<f32>(x + (<usize>c << 2)));
  }
  const center = f32x4.splat(most);
  let sum4 = f32x4.splat(0);
  for (c = 0; c + 4 <= columns; c += 4) {
    const at = <usize>c << 2;
    let e = exp4(f32x4.sub(f32x4.mul(v128.load(x + at), scale4), center));
    if (mask) e = v128.and(e, bits(mask + c));
    v128.store(y + at, e);
    sum4 = f32x4.add(sum4, e);
  }
  let sum = (f32x4.extract_lane(sum4, 0) + f32x4.extract_lane(sum4, 1)) + (f32x4.extract_lane(sum4, 2) + f32x4.extract_lane(sum4, 3));
  for (; c < columns; c++) {
    const at = <usize>c << 2;
    const e = mask && !load<u8>(mask + c) ? <f32>0
      : f32x4.extract_lane(exp4(f32x4.splat(scale * load<f32>(x + at) - most)), 0);
    store<f32>(y + at, e);
    sum += e;
  }
  times(y, columns, sum == 0 ? 0 : <f32>1 / sum);
}

function times(y: usize, columns: i32, factor: f32): void {
  const factor4 = f32x4.splat(factor);
  let c = 0;
  for (; c + 4 <= columns; c += 4, y += 16) v128.store(y, f32x4.mul(v128.load(y), factor4));
  for (; c < columns; c++, y += 4) store<f32>(y, load<f32>(y) * factor);
}

/** All bits of each of four lanes whose byte is not 0. */
// @ts-ignore: decorator
@inline
function bits(mask: usize): v128 {
  const bytes = v128.load32_zero(mask);
  return i32x4.ne(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), i32x4.splat(0));
}

/** dx of {@link maskedSoftmax}, whose zeros need no mask. */
export function softmaxGradient(dy: usize, y: usize, rows: i32, columns: i32, scale: f32, dx: usize): void {
  const row = <usize>columns << 2;
  for (let r = 0; r < rows; r++, dy += row, y += row, dx += row) {
    let sum4 = f32x4.splat(0);
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = <usize>c << 2;
      sum4 = f32x4.add(sum4, f32x4.mul(v128.load(dy + at), v128.load(y + at)));
    }
    let sum = (f32x4.extract_lane(sum4, 0) + f32x4.extract_lane(sum4, 1)) + (f32x4.extract_lane(sum4, 2) + f32x4.extract_lane(sum4, 3));
    for (; c < columns; c++) sum += load<f32>(dy + (<usize>c << 2)) * load<f32>(y + (<usize>c << 2));
    const mean = f32x4.splat(sum), scale4 = f32x4.splat(scale);
    for (c = 0; c + 4 <= columns; c += 4) {
      const at = <usize>c << 2;
      const g = f32x4.sub(v128.load(dy + at), mean);
      v128.store(dx + at, f32x4.mul(f32x4.mul(v128.load(y + at), scale4), g));
    }
    for (; c < columns; c++) {
      const at = <usize>c << 2;
      store<f32>(dx + at, scale * load<f32>(y + at) * (load<f32>(dy + at) - sum));
    }
  }
}
