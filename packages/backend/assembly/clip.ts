/** out = min(max(x, low), high) over n float32. In this order the pseudo-minimum and maximum keep a NaN of x. */
export function clip(x: usize, n: i32, low: f32, high: f32, out: usize): void {
  const end = out + (<usize>n << 2);
  const low4 = f32x4.splat(low), high4 = f32x4.splat(high);
  for (; out + 16 <= end; out += 16, x += 16) v128.store(out, f32x4.pmin(f32x4.pmax(v128.load(x), low4), high4));
  for (; out < end; out += 4, x += 4) {
    store<f32>(out, f32x4.extract_lane(f32x4.pmin(f32x4.pmax(v128.load_splat<u32>(x), low4), high4), 0));
  }
}
