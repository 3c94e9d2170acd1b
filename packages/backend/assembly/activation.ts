/**
 * The cheapest activations, in place on n float32 values: max(0, x) and min(max(0, x), 6). NaN stays NaN.
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
