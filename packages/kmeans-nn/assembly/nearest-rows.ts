/** What Lloyd's algorithm asks of the rows of the data: their two nearest centres, and sums of them. */
import { lanes, rowProducts, toBlocks } from "./center-blocks";
import { rowsProducts, toGroups } from "./center-groups";
import { AHEAD, blocksOfRow, fetchRows, offsetsOf, rowSize, squaredNorm } from "./sparse-rows";

/** Above so many centres, or values of them, a row alone would wait for them to come from the second-level cache. */
const FEW: i32 = 20;
const FEW_VALUES: i32 = 16384;

// @ts-ignore: decorator
@inline
function inGroups(k: i32, d: i32): bool {
  return k > FEW || k * d > FEW_VALUES;
}

/** Blocks of a row that are summed by themselves; the bound on the error of `LloydKernel` counts with it. */
const STRETCH: i32 = 64;

/** Rows that meet a group of centres one after another. */
// @ts-ignore: decorator
@inline
function rowsAtOnce(k: i32, d: i32): i32 {
  return inGroups(k, d) ? AHEAD : 1;
}

/** Room that {@link nearestRows} needs: sparse rows, their numbers of blocks, and their products. */
export function nearestScratchBytes(k: i32, d: i32): usize {
  const rows = <usize>rowsAtOnce(k, d);
  return rows * (rowSize(d) + 4 + (<usize>lanes(k) << 2)) + 32;
}

/** Brings centres k×d into the form that {@link nearestRows} wants, of `centerBytes(k, d)`. */
export function arrangeCenters(centers: usize, k: i32, d: i32, to: usize): void {
  if (inGroups(k, d)) toGroups(centers, k, d, to);
  else toBlocks(centers, k, d, to);
}

/**
 * The largest and the second largest score x·C_i − ½‖C_i‖² of n rows, in float32.
 *
 * @param rows address of the data, d bytes (u/255) per row, or d float32 values if `floats`; of bytes, 64 more must be
 *   readable. @param order address of the n row numbers, i32.
 * @param centers the centres, by `arrangeCenters`. @param halfNorms ½‖C_i‖², float32.
 * @param out where the answers go, 16 bytes per row: the index of the largest score, the first on a tie, as i32; the two
 *   scores; and ‖x‖².
 * @param scratch room for `nearestScratchBytes`.
 */
export function nearestRows(
  n: i32,
  k: i32,
  d: i32,
  rows: usize,
  floats: bool,
  order: usize,
  centers: usize,
  halfNorms: usize,
  out: usize,
  scratch: usize,
): void {
  const atOnce = rowsAtOnce(k, d);
  const size = rowSize(d);
  const vector = <usize>lanes(k) << 2;
  const products = (scratch + <usize>atOnce * size + 15) & ~15;
  const counts = products + <usize>atOnce * vector;
  for (let first = 0; first < n; first += atOnce) {
    const at = order + (<usize>first << 2);
    if ((first & (AHEAD - 1)) == 0) fetchRows(rows, floats, d, at, min(AHEAD, n - first), scratch);
    const m = min(atOnce, n - first);
    for (let r: usize = 0; r < <usize>m; r++) {
      const count = blocksOfRow(rows, floats, load<i32>(at + (r << 2)), d, scratch + r * size);
      store<i32>(counts + (r << 2), count);
    }
    if (inGroups(k, d)) rowsProducts(scratch, size, counts, m, d, centers, k, STRETCH, products);
    else rowProducts(scratch, load<i32>(counts), d, centers, k, STRETCH, products);
    for (let r: usize = 0; r < <usize>m; r++) {
      const to = out + ((<usize>first + r) << 4);
      topTwo(products + r * vector, halfNorms, k, to);
      store<f32>(to, squaredNorm(scratch + r * size, load<i32>(counts + (r << 2)), STRETCH), 12);
    }
  }
}

/** The index of the largest score, the first on a tie, and the two largest ones. */
function topTwo(products: usize, halfNorms: usize, k: i32, to: usize): void {
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
  store<i32>(to, best);
  store<f32>(to, first, 4);
  store<f32>(to, second, 8);
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
