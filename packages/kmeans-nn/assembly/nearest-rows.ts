/** What Lloyd's algorithm asks of the rows of the data: their two nearest centres, and sums of them. */
import { rowProducts } from "./center-blocks";
import { AHEAD, blocksOfRow, fetchRows, offsetsOf, squaredNorm } from "./sparse-rows";

/**
 * The largest and the second largest score x·C_i − ½‖C_i‖² of n rows, in float32.
 *
 * @param rows address of the data, d bytes (u/255) per row, or d float32 values if `floats`; of bytes, 64 more must be
 *   readable. @param order address of the n row numbers, i32.
 * @param blocks the centres, by `toBlocks`. @param halfNorms ½‖C_i‖², float32.
 * @param out where the answers go, 16 bytes per row: the index of the largest score, the first on a tie, as i32; the two
 *   scores; and ‖x‖².
 * @param row room for `rowBytes(d)`, @param products for lanes(k) float32 values.
 */
export function nearestRows(
  n: i32,
  k: i32,
  d: i32,
  rows: usize,
  floats: bool,
  order: usize,
  blocks: usize,
  halfNorms: usize,
  out: usize,
  row: usize,
  products: usize,
): void {
  for (let r = 0; r < n; r++) {
    const at = order + (<usize>r << 2);
    if ((r & (AHEAD - 1)) == 0) fetchRows(rows, floats, d, at, min(AHEAD, n - r), row);
    const count = blocksOfRow(rows, floats, load<i32>(at), d, row);
    rowProducts(row, count, d, blocks, k, products);
    let best = 0;
    let first: f32 = load<f32>(products) - load<f32>(halfNorms);
    let second: f32 = -Infinity;
    for (let i = 1; i < k; i++) {
      const score: f32 = load<f32>(products + (<usize>i << 2)) - load<f32>(halfNorms + (<usize>i << 2));
      if (score > first) {
        second = first;
        first = score;
        best = i;
      } else if (score > second) second = score;
    }
    const to = out + (<usize>r << 4);
    store<i32>(to, best);
    store<f32>(to, first, 4);
    store<f32>(to, second, 8);
    store<f32>(to, squaredNorm(row, count), 12);
  }
}

/**
 * Adds weight·x of one row to a sum of d float64 values, behind which up to three more may be written with what they
 * hold; returns ‖x‖² in float64.
 */
export function addToSum(rows: usize, floats: bool, number: i32, d: i32, weight: f64, sum: usize, row: usize): f64 {
  const count = blocksOfRow(rows, floats, number, d, row);
  const offsets = offsetsOf(row, d);
  const splat = f64x2.splat(weight);
  let squared = f64x2.splat(0);
  for (let n: usize = 0; n < <usize>count; n++) {
    const block = v128.load(row + (n << 4));
    const low = f64x2.promote_low_f32x4(block);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(block, block, 2, 3, 2, 3));
    const to = sum + (<usize>load<i32>(offsets + (n << 2)) << 1);
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(splat, low)));
    v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(splat, high)), 16);
    squared = f64x2.add(squared, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
  }
  return f64x2.extract_lane(squared, 0) + f64x2.extract_lane(squared, 1);
}
