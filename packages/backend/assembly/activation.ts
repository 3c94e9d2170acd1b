/**
 * The cheap activations, in place on n float32 values: max(0, x), min(max(0, x), 6), and x < 0 ? αx : x.
 * NaN stays NaN in each.
 */
export function relu(x: usize, n: i32): void {
  const zero = f32x4.splat(0);
  const end = x + (<usize>n << 2);
  for (; x + 16 <= end; x += 16) v128.store(x, f32x4.max(v128.load(x), zero));
  for (; x < end; x += 4) store<f32>(x, max<f32>(load<f32>(x), 0));
}

export function relu6(x: usize, n: i32): void {
  const zero = f32x4.splat(0), six = f32x4.splat(6);
  const end = x + (<usize>n << 2);
  for (; x + 16 <= end; x += 16) v128.store(x, f32x4.min(f32x4.max(v128.load(x), zero), six));
  for (; x < end; x += 4) store<f32>(x, min<f32>(max<f32>(load<f32>(x), 0), 6));
}

export function leakyRelu(x: usize, n: i32, alpha: f32): void {
  const zero = f32x4.splat(0), slope = f32x4.splat(alpha);
  const end = x + (<usize>n << 2);
  for (; x + 16 <= end; x += 16) {
    const value = v128.load(x);
    v128.store(x, v128.bitselect(f32x4.mul(value, slope), value, f32x4.lt(value, zero)));
  }
  for (; x < end; x += 4) {
    const value = load<f32>(x);
    store<f32>(x, value < 0 ? alpha * value : value);
  }
}
