/** Whether none of n float32 is NaN or infinite: x − x is 0 for a finite x and NaN for any other. */
export function allFinite(x: usize, n: i32): bool {
  const end = x + (<usize>n << 2);
  let wrong = f32x4.splat(0);
  for (; x + 16 <= end; x += 16) {
    const value = v128.load(x);
    wrong = v128.or(wrong, f32x4.sub(value, value));
  }
  if (v128.any_true(wrong)) return false;
  for (; x < end; x += 4) if (!isFinite(load<f32>(x))) return false;
  return true;
}
