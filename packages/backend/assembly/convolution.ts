import { ConvolutionShape, depthOf, patchStride } from "./convolution-shape";
import { block, DEPTH, HEAD, Start } from "./gemm";
import { packB, packedBytes, packTransposedB } from "./pack";
import { gatherPatches, scatterPatches } from "./patches";

/**
 * The three convolutions as matrix products over patches, of which only `blockRows` rows exist at a time (at most a
 * quarter megabyte), after Chellapilla, Puri and Simard, "High Performance Convolutional Neural Networks for Document
 * Processing" (2006). With P the patches (pixels × depth) and W the filter (depth × outChannels):
 * out = P W + bias, dW = Pᵀ dy, and dx = the values of dy Wᵀ added back to where the patches came from.
 *
 * The scratch holds the head of `gemm`, a packed matrix, then the rows of patches.
 */
export function conv2d(s: ConvolutionShape, x: usize, filter: usize, bias: usize, out: usize, scratch: usize): void {
  memory.fill(scratch, 0, 32);
  const depth = depthOf(s), n = s.outChannels, stride = patchStride(depth), ldc = <usize>n << 2;
  const packed = scratch + HEAD;
  for (let p = 0; p < depth; p += DEPTH) {
    packB(min(depth - p, DEPTH), n, filter + <usize>p * ldc, ldc, packed + packedBytes(p, n));
  }
  const rows = packed + packedBytes(depth, n);
  const pixels = s.batch * s.outHeight * s.outWidth;
  for (let first = 0; first < pixels; first += s.blockRows) {
    const count = min(pixels - first, s.blockRows);
    const c = out + <usize>first * ldc;
    gatherPatches(s, x, first, count, rows);
    let p = 0;
    do {
      const startKind = p > 0 ? Start.Product : bias ? Start.Bias : Start.Zero;
      const start = p > 0 ? c : bias ? bias : scratch;
      block(count, n, min(depth - p, DEPTH), rows + (<usize>p << 2), stride, true, packed + packedBytes(p, n),
        start, startKind, c, ldc, scratch + 32);
      p += DEPTH;
    } while (p < depth);
  }
}

export function conv2dBackpropFilter(s: ConvolutionShape, x: usize, dy: usize, dW: usize, scratch: usize): void {
  memory.fill(scratch, 0, 32);
  const depth = depthOf(s), n = s.outChannels, stride = patchStride(depth), ld = <usize>n << 2;
  const packed = scratch + HEAD;
  const rows = packed + packedBytes(s.blockRows, n);
  const pixels = s.batch * s.outHeight * s.outWidth;
  let first = 0;
  do {
    const count = min(pixels - first, s.blockRows);
    gatherPatches(s, x, first, count, rows);
    packB(count, n, dy + <usize>first * ld, ld, packed);
    block(depth, n, count, rows, stride, false, packed, first > 0 ? dW : scratch, first > 0 ? Start.Product : Start.Zero,
      dW, ld, scratch + 32);
    first += count;
  } while (first < pixels);
}

export function conv2dBackpropInput(s: ConvolutionShape, dy: usize, filter: usize, dx: usize, scratch: usize): void {
  memory.fill(scratch, 0, 32);
  memory.fill(dx, 0, <usize>(s.batch * s.inHeight * s.inWidth * s.inChannels) << 2);
  const depth = depthOf(s), k = s.outChannels, stride = patchStride(depth), ld = <usize>k << 2;
  if (k == 0) return;
  const packed = scratch + HEAD;
  for (let p = 0; p < k; p += DEPTH) {
    packTransposedB(min(k - p, DEPTH), depth, filter + (<usize>p << 2), ld, packed + packedBytes(p, depth));
  }
  const rows = packed + packedBytes(k, depth);
  const pixels = s.batch * s.outHeight * s.outWidth;
  for (let first = 0; first < pixels; first += s.blockRows) {
    const count = min(pixels - first, s.blockRows);
    const a = dy + <usize>first * ld;
    for (let p = 0; p < k; p += DEPTH) {
      block(count, depth, min(k - p, DEPTH), a + (<usize>p << 2), ld, true, packed + packedBytes(p, depth),
        p > 0 ? rows : scratch, p > 0 ? Start.Product : Start.Zero, rows, stride, scratch + 32);
    }
    scatterPatches(s, dx, first, count, rows);
  }
}
