import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { conv2dTranspose, type Tensor4D } from "@tensorflow/tfjs-core";

/** Options of {@link convTranspose2d}, each for height and width. */
export interface ConvTranspose2dOptions {
  /** Integer ≥ 1. Default 1. */
  readonly stride?: number;
  /** Rows and columns cut from each side of the result, integer ≥ 0. Default 0. */
  readonly padding?: number;
  /** Rows and columns added at the bottom and the right, integer in [0, stride). Default 0. */
  readonly outputPadding?: number;
}

/**
 * Transposed convolution with PyTorch's `padding` and `output_padding`:
 * size = (input − 1)·stride − 2·padding + filter + outputPadding, each input pixel adding its multiple of the filter at
 * `stride` times its place. tfjs's `conv2dTranspose` asks for that size instead.
 *
 * @param x [batch, height, width, inChannels], float32.
 * @param filter [height, width, outChannels, inChannels]: PyTorch's [in, out, height, width] transposed by (2, 3, 1, 0).
 * @returns [batch, height′, width′, outChannels].
 * @throws RangeError if an option is outside its interval, the channels do not match or nothing is left; TypeError if an option
 * does not exist.
 * @see Dumoulin and Visin, "A Guide to Convolution Arithmetic for Deep Learning" (2016).
 */
export function convTranspose2d(
  x: Tensor4D,
  filter: Tensor4D,
  options: ConvTranspose2dOptions = {},
): Tensor4D {
  checkOptions("convTranspose2d", options, ["stride", "padding", "outputPadding"]);
  const { stride = 1, padding = 0, outputPadding = 0 } = options;
  checkNumbers("convTranspose2d", { stride: [stride, "integer ≥ 1"], padding: [padding, "integer ≥ 0"] });
  checkNumbers("convTranspose2d", { outputPadding: [outputPadding, `integer in [0, ${stride})`] });
  if (x.rank !== 4 || filter.rank !== 4 || x.shape[3] !== filter.shape[3]) {
    throw new RangeError(
      `convTranspose2d: expected x [batch, height, width, inChannels] and filter [height, width, outChannels, inChannels], ` +
        `got [${x.shape}] and [${filter.shape}]`,
    );
  }
  const [batch, height, width] = x.shape;
  const [filterHeight, filterWidth, outChannels] = filter.shape;
  const outHeight = (height - 1) * stride - 2 * padding + filterHeight + outputPadding;
  const outWidth = (width - 1) * stride - 2 * padding + filterWidth + outputPadding;
  if (outHeight < 1 || outWidth < 1) {
    throw new RangeError(
      `convTranspose2d: expected an output of at least 1 × 1, got ${outHeight} × ${outWidth}; lessen padding ${padding}`,
    );
  }
  // A single number would not do: with it tfjs takes the filter to be as wide as it is high.
  const pad: [[number, number], [number, number], [number, number], [number, number]] = [
    [0, 0],
    [padding, padding],
    [padding, padding],
    [0, 0],
  ];
  return conv2dTranspose(x, filter, [batch, outHeight, outWidth, outChannels], stride, pad, "floor");
}
