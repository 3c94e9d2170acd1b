/**
 * The non-zero values of one sample, as pairs of (byte offset in the row, float32 value): four fifths
 * of a digit's pixels are zero and add nothing to any product.
 */

/** Bytes of one pair. */
export const PAIR: usize = 8;

/** Bytes of the table that {@link fillTable} makes. */
export const TABLE: usize = 1024;

/** u/255 for every byte, rounded once, so that bytes and the floats they stand for give the same bits. */
export function fillTable(table: usize): void {
  for (let u = 0; u < 256; u++) store<f32>(table + (<usize>u << 2), <f32>u / 255);
}

/** Writes the pairs of a row of `d` bytes, each standing for `table[u]`; returns how many. */
export function pairsOfBytes(row: usize, d: i32, table: usize, pairs: usize): i32 {
  let to = pairs;
  let j = 0;
  const zero = i8x16.splat(0);
  for (; j + 16 <= d; j += 16) {
    let mask = i8x16.bitmask(i8x16.ne(v128.load(row + <usize>j), zero));
    while (mask != 0) {
      to = push(to, j + ctz(mask), row, table);
      mask &= mask - 1;
    }
  }
  for (; j < d; j++) if (load<u8>(row + <usize>j) != 0) to = push(to, j, row, table);
  return <i32>((to - pairs) / PAIR);
}

// @ts-ignore: decorator
@inline
function push(to: usize, j: i32, row: usize, table: usize): usize {
  store<i32>(to, j << 2);
  store<f32>(to, load<f32>(table + (<usize>load<u8>(row + <usize>j) << 2)), 4);
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
