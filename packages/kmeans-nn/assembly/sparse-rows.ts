/**
 * The non-zero values of one sample, as pairs of (byte offset in the row, float32 value): four fifths
 * of a digit's pixels are zero and add nothing to any product.
 */

/** Bytes of one pair. */
export const PAIR: usize = 8;

/** Writes the pairs of a row of `d` bytes u, as u itself and not u/255: the products are scaled once in the end; returns how many. */
export function pairsOfBytes(row: usize, d: i32, pairs: usize): i32 {
  let to = pairs;
  let j = 0;
  const zero = i8x16.splat(0);
  for (; j + 16 <= d; j += 16) {
    let mask = i8x16.bitmask(i8x16.ne(v128.load(row + <usize>j), zero));
    while (mask != 0) {
      to = push(to, j + ctz(mask), row);
      mask &= mask - 1;
    }
  }
  for (; j < d; j++) if (load<u8>(row + <usize>j) != 0) to = push(to, j, row);
  return <i32>((to - pairs) / PAIR);
}

// @ts-ignore: decorator
@inline
function push(to: usize, j: i32, row: usize): usize {
  store<i32>(to, j << 2);
  store<f32>(to, <f32>load<u8>(row + <usize>j), 4);
  return to + PAIR;
}

/** Writes the pairs of a row of `d` float32 values; returns how many. */
export function pairsOfFloats(row: usize, d: i32, pairs: usize): i32 {
  let to = pairs;
  for (let j = 0; j < d; j++) {
    const value = load<f32>(row + (<usize>j << 2));
    if (value == 0) continue;
    store<i32>(to, j << 2);
    store<f32>(to, value, 4);
    to += PAIR;
  }
  return <i32>((to - pairs) / PAIR);
}
