import {
  backend_util,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  engine,
  type Tensor,
} from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { expectSameAsCpu, uniform, withSpecials } from "./on-backends.js";

type Shape4D = [number, number, number, number];

/** [batch, height, width, channels], [height, width, channels, multiplier], strides, pad, dilations. */
const convolutions: [Shape4D, Shape4D, [number, number], "same" | "valid" | number, [number, number]][] = [
  [[2, 6, 5, 7], [3, 3, 7, 1], [1, 1], "same", [1, 1]],
  [[2, 6, 7, 4], [3, 2, 4, 3], [2, 2], "same", [1, 1]],
  [[1, 8, 8, 5], [2, 3, 5, 2], [1, 1], "valid", [1, 1]],
  [[2, 5, 5, 1], [5, 5, 1, 4], [1, 1], 2, [1, 1]],
  [[0, 5, 5, 2], [3, 3, 2, 1], [1, 1], "same", [1, 1]],
];

describe("gradients of the depthwise convolution", () => {
  for (const [x, filter, strides, pad, dilations] of convolutions) {
    const { outShape } = backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, undefined, true);
    const attributes = { strides, pad, dilations, inputShape: x, filterShape: filter };
    const toInput = (dy: Tensor, w: Tensor) =>
      engine().runKernel(DepthwiseConv2dNativeBackpropInput, { dy, filter: w }, attributes) as Tensor;
    const toFilter = (image: Tensor, dy: Tensor) =>
      engine().runKernel(DepthwiseConv2dNativeBackpropFilter, { x: image, dy }, attributes) as Tensor;

    it(`DepthwiseConv2dNativeBackpropInput and Filter of [${x}] by [${filter}], pad ${pad}, equal the CPU backend`, async () => {
      const dy = uniform(outShape, 3);
      await expectSameAsCpu(toInput, [dy, uniform(filter, 2)], { atol: 1e-5 });
      await expectSameAsCpu(toFilter, [uniform(x), dy], { atol: 1e-5 });
      await expectSameAsCpu(toInput, [withSpecials(dy, 31), uniform(filter, 2)], { atol: 1e-5 });
      await expectSameAsCpu(toFilter, [withSpecials(uniform(x), 31), dy], { atol: 1e-5 });
    });
  }
});
