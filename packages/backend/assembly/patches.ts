import { ConvolutionShape, patchStride, depthOf } from "./convolution-shape";
import { addRun, copyRun, zeroRun } from "./copy";

/**
 * Rows of patches (im2col) for `count` output pixels from pixel `first`: row r holds what that pixel sees, in the order
 * (ky, kx, channel) of the filter, with zeros outside the image.
 */
export function gatherPatches(s: ConvolutionShape, x: usize, first: i32, count: i32, out: usize): void {
  visitPatches(s, x, first, count, out, true);
}

/** The transpose of `gatherPatches`: adds each value of the rows to the input pixel it came from. */
export function scatterPatches(s: ConvolutionShape, x: usize, first: i32, count: i32, rows: usize): void {
  visitPatches(s, x, first, count, rows, false);
}

// @ts-ignore: decorator
@inline
function visitPatches(s: ConvolutionShape, x: usize, first: i32, count: i32, rows: usize, gather: bool): void {
  const channels = s.inChannels;
  const runLength = s.filterWidth * channels;
  const rowBytes = <usize>(s.inWidth * channels) << 2;
  const stride = patchStride(depthOf(s));
  const pixels = s.outHeight * s.outWidth;
  let image = first / pixels;
  let oy = (first - image * pixels) / s.outWidth;
  let ox = first - image * pixels - oy * s.outWidth;
  for (let r = 0; r < count; r++, rows += stride) {
    const base = x + <usize>(image * s.inHeight) * rowBytes;
    const iy0 = oy * s.strideHeight - s.padTop;
    const ix0 = ox * s.strideWidth - s.padLeft;
    let at = rows;
    for (let ky = 0; ky < s.filterHeight; ky++) {
      const iy = iy0 + ky * s.dilationHeight;
      if (iy < 0 || iy >= s.inHeight) {
        if (gather) zeroRun(at, runLength);
        at += <usize>runLength << 2;
        continue;
      }
      const line = base + <usize>iy * rowBytes;
      if (s.dilationWidth == 1) {
        // Neighbouring columns lie side by side in the image as in the row: one run, cut at the image's edges.
        const left = min(max(-ix0, 0), s.filterWidth);
        const right = max(min(s.inWidth - ix0, s.filterWidth), left);
        const from = line + <usize>((ix0 + left) * channels << 2);
        const to = at + (<usize>(left * channels) << 2);
        const length = (right - left) * channels;
        if (gather) {
          if (left > 0) zeroRun(at, left * channels);
          copyRun(from, to, length);
          if (right < s.filterWidth) zeroRun(to + (<usize>length << 2), (s.filterWidth - right) * channels);
        } else {
          addRun(to, from, length);
        }
        at += <usize>runLength << 2;
      } else {
        for (let kx = 0; kx < s.filterWidth; kx++, at += <usize>channels << 2) {
          const ix = ix0 + kx * s.dilationWidth;
          const inside = ix >= 0 && ix < s.inWidth;
          const pixel = line + (<usize>(ix * channels) << 2);
          if (gather) {
            if (inside) copyRun(pixel, at, channels);
            else zeroRun(at, channels);
          } else if (inside) addRun(at, pixel, channels);
        }
      }
    }
    if (++ox == s.outWidth) {
      ox = 0;
      if (++oy == s.outHeight) {
        oy = 0;
        image++;
      }
    }
  }
}
