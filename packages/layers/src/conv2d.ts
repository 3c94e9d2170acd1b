import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { conv2d as convolve, type Tensor4D } from "@tensorflow/tfjs-core";
import { addBias } from "./channel-sums.js";
import { type InitialValues, initialisers } from "./initialiser.js";
import type { LayerFactory } from "./layer.js";
import { imageShapeOf } from "./shape.js";
import { filterLayout } from "./weight.js";

/** Options of {@link conv2d}. */
export interface Conv2dOptions extends InitialValues {
  /** Filters, that is channels of the output; an integer ≥ 1. */
  readonly channels: number;
  /** Side of the square filter; an integer ≥ 1. */
  readonly kernel: number;
  /** Step between windows; an integer ≥ 1. Default 1. */
  readonly stride?: number;
  /** Zeros added on each side; an integer ≥ 0. Default 0. */
  readonly padding?: number;
}

/**
 * PyTorch's `Conv2d`: output side ⌊(h + 2·padding − kernel) / stride⌋ + 1.
 *
 * @throws RangeError for options outside their range, and for images smaller than the filter.
 */
export function conv2d(options: Conv2dOptions): LayerFactory {
  checkOptions("conv2d", options, [
    "channels",
    "kernel",
    "stride",
    "padding",
    "initialWeight",
    "initialBias",
  ]);
  checkKinds("conv2d", { options: [options, "object"] });
  const { channels, kernel, stride = 1, padding = 0, ...initial } = options;
  checkNumbers("conv2d", {
    channels: [channels, "integer ≥ 1"],
    kernel: [kernel, "integer ≥ 1"],
    stride: [stride, "integer ≥ 1"],
    padding: [padding, "integer ≥ 0"],
  });
  return (inputShape, weights) => {
    const [height, width, inputs] = imageShapeOf("conv2d", inputShape);
    const side = (extent: number) => Math.floor((extent + 2 * padding - kernel) / stride) + 1;
    if (side(height) < 1 || side(width) < 1)
      throw new RangeError(
        `conv2d: expected images of at least ${kernel - 2 * padding}×${kernel - 2 * padding}, got ${height}×${width}`,
      );
    const shape = [channels, inputs, kernel, kernel];
    const first = initialisers("conv2d", shape, initial);
    const filter = weights.make("weight", shape, first.weight, { layout: filterLayout });
    const bias = weights.make("bias", [channels], first.bias);
    return {
      name: "Conv2d",
      detail: [`${kernel}×${kernel}`, stride > 1 && `stride ${stride}`, padding > 0 && `padding ${padding}`]
        .filter(Boolean)
        .join(", "),
      inputShape,
      outputShape: [side(height), side(width), channels],
      weights: [filter, bias],
      apply: (x) =>
        addBias(
          convolve(x as Tensor4D, filter.variable as unknown as Tensor4D, stride, padding || "valid"),
          bias.variable,
        ),
    };
  };
}
