import {
  conv2d,
  getKernel,
  getKernelsForBackend,
  matMul,
  memory,
  mul,
  relu,
  reshape,
  setBackend,
  sum,
  type Tensor2D,
  type Tensor4D,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { registerTrainingKernels, restoreStockKernels } from "../../src/kernels/index.js";
import { heapBytes, kinds, uniform } from "./on-backends.js";

const names = () =>
  getKernelsForBackend("wasm")
    .map(({ kernelName }) => kernelName)
    .sort();

describe("registerTrainingKernels", () => {
  it("registerTrainingKernels() replaces kernels once, and restoreStockKernels() gives the very same ones back", async () => {
    await setBackend("wasm");
    const before = getKernelsForBackend("wasm");
    const stock = getKernel("BatchMatMul", "wasm");
    const report = registerTrainingKernels();
    const ours = getKernel("BatchMatMul", "wasm");
    expect(ours).not.toBe(stock);
    expect(registerTrainingKernels()).toEqual(report);
    expect(getKernel("BatchMatMul", "wasm")).toBe(ours);
    expect(report.replaced).toContain("BatchMatMul");
    expect(report.added).toEqual(
      expect.arrayContaining(["Conv2DBackpropFilter", "Einsum", "UnsortedSegmentSum"]),
    );
    expect(names().length).toBe(before.length + report.added.length);
    restoreStockKernels();
    restoreStockKernels();
    expect(getKernel("BatchMatMul", "wasm")).toBe(stock);
    expect(new Set(getKernelsForBackend("wasm"))).toEqual(new Set(before));
  });

  it("registerTrainingKernels({ kind }) takes the module asked for", async () => {
    await setBackend("wasm");
    for (const kind of kinds) expect(registerTrainingKernels({ kind }).kind).toBe(kind);
    restoreStockKernels();
  });

  it("the same inputs give the same bits", async () => {
    await setBackend("wasm");
    registerTrainingKernels();
    const a = tensor(Array.from(uniform([65, 130]).values), [65, 130]);
    const [first, second] = [0, 1].map(() => tidy(() => matMul(a, a, false, true).dataSync()));
    expect(first).toEqual(second);
    a.dispose();
    restoreStockKernels();
  });

  it("tensors and heap stay flat over 1,000 steps of a small network", async () => {
    await setBackend("wasm");
    registerTrainingKernels();
    const x = tensor(Array.from(uniform([8, 12, 12, 1]).values), [8, 12, 12, 1]) as Tensor4D;
    const filter = tensor(Array.from(uniform([3, 3, 1, 6], 2).values), [3, 3, 1, 6]) as Tensor4D;
    const weights = tensor(Array.from(uniform([864, 10], 3).values), [864, 10]) as Tensor2D;
    const step = () =>
      tidy(() => {
        const hidden = relu(conv2d(x, filter, 1, "same"));
        return void sum(mul(matMul(reshape(hidden, [8, 864]) as Tensor2D, weights), 2), 0);
      });
    for (let i = 0; i < 10; i++) step();
    const before = memory();
    const bytes = heapBytes();
    for (let i = 0; i < 1000; i++) step();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
    expect(heapBytes()).toBe(bytes);
    for (const tensor of [x, filter, weights]) tensor.dispose();
    restoreStockKernels();
  });
});
