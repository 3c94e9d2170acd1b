/**
 * The geometry of a two-dimensional convolution or pooling over [batch, height, width, channels], sixteen int32 that
 * the caller writes in this order. Output pixel (y, x) sees input row y·strideHeight − padTop + ky·dilationHeight.
 */
@unmanaged
export class ConvolutionShape {
  batch: i32;
  inHeight: i32;
  inWidth: i32;
  inChannels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  padTop: i32;
  padLeft: i32;
  /** Output pixels taken at a time. */
  blockRows: i32;
}

/** Values that one output pixel sees: filterHeight · filterWidth · inChannels. */
export function depthOf(s: ConvolutionShape): i32 {
  return s.filterHeight * s.filterWidth * s.inChannels;
}

/**
 * Bytes from one row of patches to the next: whole cache lines, an odd number of them, so that reading down a column
 * does not fall on the same few sets of the cache.
 */
export function patchStride(depth: i32): usize {
  return <usize>(((depth + 15) & ~15) | 16) << 2;
}
