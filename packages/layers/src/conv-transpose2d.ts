import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { conv2dTranspose, type Tensor4D } from "@tensorflow/tfjs-core";
import { addBias } from "./channel-sums.js";
import type { Conv2dOptions } from "./conv2d.js";
import { initialisers } from "./initialiser.js";
import type { LayerFactory } from "./layer.js";
import { imageShapeOf } from "./shape.js";
import { filterLayout } from "./weight.js";

/** Options of {@link convTranspose2d}. */
export interface ConvTranspose2dOptions extends Conv2dOptions {
  /** Rows and columns added at the bottom and right, in [0, stride). Default 0. */
  readonly outputPadding?: number;
}

/**
 * PyTorch's `ConvTranspose2d`, the gradient of {@link conv2d} used forwards: output side
 * (h − 1)·stride − 2·padding + kernel + outputPadding. The output padding settles which of the `stride` input sides
 * that convolve to h is meant; no extra zeros are written.
 *
 * @throws RangeError for options outside their range.
 */
export function convTranspose2d(options: ConvTranspose2dOptions): LayerFactory {
  checkOptions("convTranspose2d", options, [
    "channels",
    "kernel",
    "stride",
    "padding",
    "outputPadding",
    "initialWeight",
    "initialBias",
  ]);
  checkKinds("convTranspose2d", { options: [options, "object"] });
  const { channels, kernel, stride = 1, padding = 0, outputPadding = 0, ...initial } = options;
  checkNumbers("convTranspose2d", {
    channels: [channels, "integer ≥ 1"],
    kernel: [kernel, "integer ≥ 1"],
    stride: [stride, "integer ≥ 1"],
    padding: [padding, "integer ≥ 0"],
  });
  checkNumbers("convTranspose2d", {
    outputPadding: [outputPadding, `integer in [0, ${stride})`],
  });
  return (inputShape, weights) => {
    const [height, width, inputs] = imageShapeOf("convTranspose2d", inputShape);
    const side = (extent: number) => (extent - 1) * stride - 2 * padding + kernel + outputPadding;
    const outputShape = [side(height), side(width), channels] as const;
    if (outputShape[0] < 1 || outputShape[1] < 1)
      throw new RangeError(
        `convTranspose2d: expected an output of at least 1×1, got ${outputShape[0]}×${outputShape[1]}`,
      );
    const shape = [inputs, channels, kernel, kernel];
    const first = initialisers("convTranspose2d", shape, initial);
    const filter = weights.make("weight", shape, first.weight, { layout: filterLayout });
    const bias = weights.make("bias", [channels], first.bias);
    return {
      name: "ConvTranspose2d",
      detail: [
        `${kernel}×${kernel}`,
        stride > 1 && `stride ${stride}`,
        padding > 0 && `padding ${padding}`,
        outputPadding > 0 && `output padding ${outputPadding}`,
      ]
        .filter(Boolean)
        .join(", "),
      inputShape,
      outputShape,
      weights: [filter, bias],
      apply: (x) =>
        addBias(
          conv2dTranspose(
            x as Tensor4D,
            filter.variable as unknown as Tensor4D,
            [x.shape[0]!, ...outputShape],
            stride,
            padding || "valid",
          ),
          bias.variable,
        ),
    };
  };
}
