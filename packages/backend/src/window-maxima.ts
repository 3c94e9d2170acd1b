import {
  add,
  backend_util,
  cast,
  equal,
  type MaxPoolGradAttrs,
  mul,
  onesLike,
  pad,
  stridedSlice,
  sub,
  type Tensor4D,
  zerosLike,
} from "@tensorflow/tfjs-core";

/** Below every float32 that a window may hold, and finite, since WGSL promises nothing of infinities. */
const LOWEST = -3.4e38;

/**
 * The values of one image batch at the places where the windows of a pooling have their maximum, of which the first counts.
 *
 * @param values [batch, height, width, channels].
 * @param input what was pooled, of the same shape.
 * @param output the maxima, [batch, height′, width′, channels].
 * @returns a tensor of the shape of `output`.
 */
export function atWindowMaxima(
  values: Tensor4D,
  input: Tensor4D,
  output: Tensor4D,
  { filterSize, strides, pad: padding, dimRoundingMode }: MaxPoolGradAttrs,
): Tensor4D {
  const info = backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, padding, dimRoundingMode);
  const { top, left } = info.padInfo;
  const { filterHeight, filterWidth, strideHeight, strideWidth, outHeight, outWidth } = info;
  // A window rounded up may reach beyond the padding at the bottom and the right.
  const [rows, columns] = [(outHeight - 1) * strideHeight, (outWidth - 1) * strideWidth];
  const bottom = Math.max(info.padInfo.bottom, rows + filterHeight - info.inHeight - top);
  const right = Math.max(info.padInfo.right, columns + filterWidth - info.inWidth - left);
  const around: [number, number][] = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  const [pooled, wanted] = [pad(input, around, LOWEST), pad(values, around, 0)];
  const { batchSize, inChannels } = info;
  /** The pixel (i, j) of every window. */
  const pixels = (image: Tensor4D, i: number, j: number) =>
    stridedSlice(
      image,
      [0, i, j, 0],
      [batchSize, i + rows + 1, j + columns + 1, inChannels],
      [1, strideHeight, strideWidth, 1],
    );
  let open: Tensor4D = onesLike(output);
  let found: Tensor4D = zerosLike(output);
  for (let i = 0; i < filterHeight; i++)
    for (let j = 0; j < filterWidth; j++) {
      const isMaximum: Tensor4D = mul(cast(equal(pixels(pooled, i, j), output), "float32"), open);
      found = add(found, mul(isMaximum, pixels(wanted, i, j)));
      open = sub(open, isMaximum);
    }
  return found;
}
