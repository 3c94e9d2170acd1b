/** Channels that come next: four as one vector, or a remaining one, which fills a vector alone. */
// @ts-ignore: decorator
@inline
export function width(c: i32, channels: i32): i32 {
  return c + 4 <= channels ? 4 : 1;
}

/** Four values, or one and three zeros. */
// @ts-ignore: decorator
@inline
export function get(at: usize, four: bool): v128 {
  return four ? v128.load(at) : v128.load32_zero(at);
}

// @ts-ignore: decorator
@inline
export function put(at: usize, value: v128, four: bool): void {
  if (four) v128.store(at, value);
  else v128.store_lane<f32>(at, value, 0);
}
