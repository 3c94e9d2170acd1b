/**
 * Many centres in groups of eight: each group in blocks as `center-blocks` has them, one group behind the other, so that
 * a group stays in the first-level cache while many rows meet it. Eight sums at once hide the latency of an addition.
 */
import { addProducts, centerBytes, fromBlocks, lanes, laneSums, storeSums, toBlocks } from "./center-blocks";
import { multiplyAdd } from "@elbowjs/kernels/assembly/multiply-add";
import { offsetsOf } from "./sparse-rows";

/** Centres of a group; a multiple of four, so that a group begins at a whole vector of products. */
const WIDTH: i32 = 8;

/** Bytes of the first `first` centres, which is where the group of the next one begins. */
// @ts-ignore: decorator
@inline
function groupAt(first: i32, d: i32): usize {
  return centerBytes(first, d);
}

/** Brings centres k×d into groups; they take `centerBytes(k, d)`. */
export function toGroups(centers: usize, k: i32, d: i32, to: usize): void {
  for (let first = 0; first < k; first += WIDTH)
    toBlocks(centers + (<usize>first * <usize>d << 2), min(WIDTH, k - first), d, to + groupAt(first, d));
}

/** Brings centres in groups back into the form k×d. */
export function fromGroups(groups: usize, k: i32, d: i32, to: usize): void {
  for (let first = 0; first < k; first += WIDTH)
    fromBlocks(groups + groupAt(first, d), min(WIDTH, k - first), d, to + (<usize>first * <usize>d << 2));
}

/** Where the first block of centre i lies. */
export function blockOf(groups: usize, i: i32, d: i32): usize {
  const first = i & ~(WIDTH - 1);
  return groups + groupAt(first, d) + (<usize>(i - first) << 4);
}

/** Bytes from one block of centre i to its next. */
// @ts-ignore: decorator
@inline
export function strideOf(i: i32, k: i32): usize {
  return <usize>min(WIDTH, k - (i & ~(WIDTH - 1))) << 4;
}

/**
 * x·C_i of n sparse rows for every i, lanes(k) float32 values per row with the padding zero. All rows meet a stretch of a
 * group before its next one, so that of long rows too the group stays in the first-level cache.
 *
 * @param size bytes from one sparse row to the next. @param counts blocks of each row, i32.
 * @param stretch blocks that are summed by themselves.
 */
export function rowsProducts(
  rows: usize,
  size: usize,
  counts: usize,
  n: i32,
  d: i32,
  groups: usize,
  k: i32,
  stretch: i32,
  to: usize,
): void {
  const vector = <usize>lanes(k) << 2;
  let most = 1;
  for (let r: usize = 0; r < <usize>n; r++) most = max(most, load<i32>(counts + (r << 2)));
  for (let first = 0; first < k; first += WIDTH) {
    const group = groups + groupAt(first, d);
    for (let from = 0; from < most; from += stretch) {
      let row = rows;
      let at = to + (<usize>first << 2);
      for (let r: usize = 0; r < <usize>n; r++, row += size, at += vector) {
        const count = min(load<i32>(counts + (r << 2)) - from, stretch);
        if (count <= 0 && from > 0) continue;
        const values = row + (<usize>from << 4);
        const offsets = offsetsOf(row, d) + (<usize>from << 2);
        if (k - first >= WIDTH) eightProducts(values, count, offsets, group, at, from > 0);
        else addProducts(values, count, offsets, group, k - first, at, from > 0);
      }
    }
  }
}

function eightProducts(row: usize, count: i32, offsets: usize, group: usize, to: usize, more: bool): void {
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
  for (let n: usize = 0; n < <usize>count; n++) {
    const x = v128.load(row + (n << 4));
    const at = group + (<usize>load<i32>(offsets + (n << 2)) << 3);
    a = multiplyAdd(x, v128.load(at), a);
    b = multiplyAdd(x, v128.load(at, 16), b);
    c = multiplyAdd(x, v128.load(at, 32), c);
    d = multiplyAdd(x, v128.load(at, 48), d);
    e = multiplyAdd(x, v128.load(at, 64), e);
    f = multiplyAdd(x, v128.load(at, 80), f);
    g = multiplyAdd(x, v128.load(at, 96), g);
    h = multiplyAdd(x, v128.load(at, 112), h);
  }
  storeSums(to, laneSums(a, b, c, d), more);
  storeSums(to + 16, laneSums(e, f, g, h), more);
}
