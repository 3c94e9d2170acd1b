import { centerBytes, lanes, rowProducts, toBlocks } from "./center-blocks";
import { blocksOfBytes, blocksOfFloats, rowBytes, squaredNorm } from "./sparse-rows";

/** Bytes of working memory of {@link scoreRows}. */
export function scoreRowsScratchBytes(k: i32, d: i32): usize {
  return centerBytes(k, d) + rowBytes(d) + 32;
}

/**
 * x·C_i − ½‖C_i‖² of b rows for every i, in float32.
 *
 * @param rows address of the rows: b×d bytes (u/255), 64 more readable, or float32 values if `floats`.
 * @param halfNorms ½‖C_i‖², lanes(k) float32 values, the padding zero.
 * @param out where the scores go, b×lanes(k); @param norms where ‖x‖² goes, b.
 */
export function scoreRows(
  b: i32,
  k: i32,
  d: i32,
  rows: usize,
  floats: bool,
  centers: usize,
  halfNorms: usize,
  out: usize,
  norms: usize,
  scratch: usize,
): void {
  const kp = lanes(k);
  const blocks = (scratch + 15) & ~15;
  const row = blocks + centerBytes(k, d);
  toBlocks(centers, k, d, blocks);
  for (let r = 0; r < b; r++) {
    const source = rows + <usize>r * <usize>d * (floats ? 4 : 1);
    const count = floats ? blocksOfFloats(source, d, row) : blocksOfBytes(source, d, row);
    const to = out + <usize>r * <usize>kp * 4;
    rowProducts(row, count, d, blocks, k, to);
    store<f32>(norms + (<usize>r << 2), squaredNorm(row, count));
    for (let i = 0; i < kp; i += 4) {
      const at = <usize>i << 2;
      v128.store(to + at, f32x4.sub(v128.load(to + at), v128.load(halfNorms + at)));
    }
  }
}
