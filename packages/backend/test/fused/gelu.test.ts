import { expectGradient } from "@elbowjs/test-kit/central-differences";
import { grad, mul, setBackend, sum, type Tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { gelu } from "../../src/fused/index.js";
import { registerTrainingKernels, restoreStockKernels } from "../../src/kernels/index.js";
import { expectSameAsCpu, expectValues, kinds, onKernels, uniform } from "../kernels/on-backends.js";
import { hasGpu, onGpu } from "./on-gpu.js";

const withGradient = (x: Tensor, dy: Tensor): Tensor[] => [
  gelu(x),
  grad((t: Tensor) => sum(mul(gelu(t), dy)))(x),
];

describe("gelu", () => {
  it("gelu(x) is x Φ(x), as SciPy has it, to the tails", async () => {
    // scipy 1.10, float64: x * scipy.stats.norm.cdf(x)
    const wanted = new Map([
      [-20, -5.507248e-88],
      [-6, -5.919526e-9],
      [-3, -0.004049694],
      [-1, -0.15865525],
      [0, 0],
      [0.5, 0.34573123],
      [3, 2.9959503],
      [9, 9],
    ]);
    for (const kind of kinds) {
      const x = { shape: [wanted.size], values: [...wanted.keys()] };
      const [y] = await onKernels(kind, (t) => gelu(t), [x]);
      // Beyond the least float32 there is nothing.
      expectValues(y!, { shape: x.shape, values: [...wanted.values()] }, { rtol: 4e-6, atol: 1e-38 });
    }
  });

  it("gelu(x) and its gradient on WASM and WebGPU equal the composed ones, lengths around a vector", async () => {
    for (const size of [1, 3, 4, 5, 17, 1000]) {
      const x = uniform([size]);
      const inputs = [{ ...x, values: Array.from(x.values, (v) => 8 * v) }, uniform([size], 2)];
      await expectSameAsCpu(withGradient, inputs, { rtol: 1e-5, atol: 2e-6 });
    }
    if (!hasGpu) return;
    const inputs = [uniform([50]), uniform([50], 2)];
    const [got, wanted] = [await onGpu(withGradient, inputs), await onKernels("simd", withGradient, inputs)];
    for (const [i, values] of wanted.entries()) expectValues(got[i]!, values, { rtol: 1e-5, atol: 2e-6 });
  });

  it("gelu(x) keeps NaN and answers infinities", async () => {
    for (const kind of kinds) {
      const x = { shape: [3], values: [Number.NaN, Number.POSITIVE_INFINITY, 0] };
      const [y] = await onKernels(kind, (t) => gelu(t), [x]);
      expect([...Array.from(y!.values)]).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 0]);
    }
  });

  it("the gradient of gelu equals central differences", async () => {
    await setBackend("wasm");
    registerTrainingKernels();
    const x = Float64Array.of(-2.5, -1, -0.3, 0.2, 1.4, 3);
    const gradient = tidy(() => grad((t: Tensor) => sum(gelu(t)))(tensor1d([...x])).dataSync());
    const f = (at: Float64Array) => tidy(() => sum(gelu(tensor1d([...at]))).dataSync()[0]!);
    await expectGradient({ f, x, gradient, step: 5e-3, atol: 2e-3 });
    restoreStockKernels();
  });
});
