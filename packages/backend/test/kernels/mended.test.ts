import {
  avgPool,
  cast,
  clipByValue,
  fill,
  fused,
  grads,
  math,
  matMul,
  maxPool,
  mul,
  setBackend,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { registerTrainingKernels, restoreStockKernels } from "../../src/kernels/index.js";
import { expectSameAsCpu, uniform, type Values, withSpecials } from "./on-backends.js";

describe("what tfjs's wasm backend gets wrong", () => {
  it("clipByValue(x) keeps NaN, lengths around a vector", async () => {
    for (const size of [1, 3, 4, 5, 33])
      await expectSameAsCpu((x) => clipByValue(x, -0.5, 0.25), [withSpecials(uniform([size]))]);
  });

  it("matMul of int32 and bool is exact, transposed and in batches", async () => {
    const whole = (shape: number[], seed: number): Values => {
      const { values } = uniform(shape, seed);
      return { shape, values: Array.from(values, (v) => Math.round(v * 40_000)), dtype: "int32" };
    };
    for (const [a, b, transposeA, transposeB] of [
      [[3, 4], [4, 5], false, false],
      [[4, 3], [5, 4], true, true],
      [[2, 3, 4], [2, 4, 5], false, false],
      [[2, 3, 4], [1, 5, 4], false, true],
    ] as const)
      await expectSameAsCpu(
        (x, y) => cast(matMul(x, y, transposeA, transposeB), "float32"),
        [whole([...a], 1), whole([...b], 2)],
      );
    const labels: Values = { shape: [6], values: [0, 1, 2, 2, 1, 1], dtype: "int32" };
    await expectSameAsCpu((x) => math.confusionMatrix(x as Tensor1D, x as Tensor1D, 3), [labels]);
  });

  it("fused.depthwiseConv2d and fused.conv2d take a bias of any shape that broadcasts, and differentiate by it", async () => {
    for (const operation of ["depthwiseConv2d", "conv2d"] as const)
      for (const shape of [[], [2], [1, 1, 1, 2], [2, 3, 3, 2]]) {
        const convolve = (x: Tensor, filter: Tensor, bias: Tensor) =>
          fused[operation]({
            x: x as Tensor4D,
            filter: filter as Tensor4D,
            strides: 1,
            pad: "same",
            bias,
            activation: "relu",
          });
        const filter = operation === "conv2d" ? [2, 2, 2, 2] : [2, 2, 2, 1];
        const inputs = [
          uniform([2, 3, 3, 2]),
          uniform(filter, 2),
          uniform(shape, 3),
          uniform([2, 3, 3, 2], 4),
        ];
        await expectSameAsCpu(
          (x, f, b, dy) => [
            convolve(x!, f!, b!),
            ...grads((...all: Tensor[]) => sum(mul(convolve(all[0]!, all[1]!, all[2]!), dy!)))([x!, f!, b!]),
          ],
          inputs,
        );
      }
  });

  it("maxPool and avgPool by windows of one pixel return what was written", async () => {
    for (const pool of [maxPool, avgPool])
      await expectSameAsCpu((x) => pool(x as Tensor4D, 1, 2, 1, "floor"), [uniform([1, 2, 2, 3])]);
  });

  it("fill(shape, text) makes strings", async () => {
    await setBackend("wasm");
    registerTrainingKernels();
    expect(await fill([2], "a").data()).toEqual(["a", "a"]);
    restoreStockKernels();
  });
});
