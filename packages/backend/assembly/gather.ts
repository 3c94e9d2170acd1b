import { copyRun } from "./copy";

/**
 * out[b, o, i, :] = x[b, o, ids[b, i], :] for x [batch, outer, size, slice] of four-byte elements and ids [batch, count].
 * Returns −1, or the place of the first id outside [0, size); then nothing has been copied.
 */
export function gather(x: usize, ids: usize, batch: i32, outer: i32, size: i32, slice: i32, count: i32, out: usize): i32 {
  for (let i = 0; i < batch * count; i++) {
    const id = load<i32>(ids + (<usize>i << 2));
    if (id < 0 || id >= size) return i;
  }
  const sliceBytes = <usize>slice << 2, block = <usize>size * sliceBytes;
  for (let b = 0; b < batch; b++, ids += <usize>count << 2) {
    for (let o = 0; o < outer; o++, x += block) {
      for (let i: usize = 0; i < <usize>count << 2; i += 4, out += sliceBytes) {
        copyRun(x + <usize>load<i32>(ids + i) * sliceBytes, out, slice);
      }
    }
  }
  return -1;
}
