/** Copies n float32; the runs of an image row are too short for the call that `memory.copy` is. */
// @ts-ignore: decorator
@inline
export function copyRun(from: usize, to: usize, n: i32): void {
  const end = to + (<usize>n << 2);
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/** Writes n zeros. */
// @ts-ignore: decorator
@inline
export function zeroRun(to: usize, n: i32): void {
  const zero = f32x4.splat(0);
  const end = to + (<usize>n << 2);
  for (; to + 16 <= end; to += 16) v128.store(to, zero);
  for (; to < end; to += 4) store<f32>(to, 0);
}

/** Adds n float32 to those at `to`. */
// @ts-ignore: decorator
@inline
export function addRun(from: usize, to: usize, n: i32): void {
  const end = to + (<usize>n << 2);
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}
