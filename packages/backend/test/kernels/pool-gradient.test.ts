import { AvgPoolGrad, backend_util, engine, MaxPoolGrad, type Tensor } from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { expectSameAsCpu, uniform, withSpecials } from "./on-backends.js";

type Shape4D = [number, number, number, number];

/** [batch, height, width, channels], window, strides, pad. */
const pools: [Shape4D, [number, number], [number, number], "same" | "valid" | number][] = [
  [[2, 6, 6, 20], [2, 2], [2, 2], "valid"],
  [[2, 7, 5, 3], [3, 2], [2, 1], "same"],
  [[1, 9, 9, 7], [3, 3], [1, 1], 1],
  [[3, 4, 4, 1], [4, 4], [1, 1], "valid"],
  [[1, 1, 1, 5], [2, 2], [1, 1], "same"],
  [[0, 4, 4, 2], [2, 2], [2, 2], "valid"],
];

describe("gradients of pooling", () => {
  for (const kernel of [MaxPoolGrad, AvgPoolGrad]) {
    it(`${kernel}(dy, input) equals the CPU backend for every window, stride and padding`, async () => {
      for (const [shape, filterSize, strides, pad] of pools) {
        const outShape = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad).outShape;
        const gradient = (dy: Tensor, input: Tensor) =>
          engine().runKernel(kernel, { dy, input, output: dy }, { filterSize, strides, pad }) as Tensor;
        const x = uniform(shape);
        await expectSameAsCpu(gradient, [uniform(outShape, 2), x]);
        const ties = { shape, values: Float32Array.from(x.values, (value) => Math.round(2 * value)) };
        await expectSameAsCpu(gradient, [uniform(outShape, 2), ties]);
        await expectSameAsCpu(gradient, [withSpecials(uniform(outShape, 2), 11), withSpecials(x, 5)]);
      }
    });
  }
});
