import { expectGradient } from "@elbowjs/test-kit/central-differences";
import {
  cast,
  grad,
  grads,
  mul,
  setBackend,
  softmax,
  sum,
  type Tensor,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { attention, maskedSoftmax } from "../../src/fused/index.js";
import { registerTrainingKernels, restoreStockKernels } from "../../src/kernels/index.js";
import { expectSameAsCpu, expectValues, kinds, onCpu, onKernels, uniform } from "../kernels/on-backends.js";
import { hasGpu, onGpu } from "./on-gpu.js";

/** Some two thirds of them true. */
const maskOf = (shape: number[], seed = 9) => {
  const { values } = uniform(shape, seed);
  return { shape, values: Array.from(values, (v) => Number(v > -0.3)), dtype: "bool" as const };
};
const withGradient = (scale: number) => (x: Tensor, mask: Tensor, dy: Tensor) => [
  maskedSoftmax(x, mask, { scale }),
  grad((t: Tensor) => sum(mul(maskedSoftmax(t, mask, { scale }), dy)))(x),
];

describe("maskedSoftmax", () => {
  /** Every way in which a mask can be smaller than [2, 3, 4, columns]. */
  const masks = (columns: number) => [
    [2, 3, 4, columns],
    [4, columns],
    [columns],
    [2, 1, 1, columns],
    [2, 1, 4, columns],
    [1, 3, 1, columns],
    [2, 3, 1, columns],
    [3, 1, columns],
    [2, 3, 4, 1],
  ];

  it("maskedSoftmax(x, mask) and its gradient equal the composed ones, for every kind of mask and columns around a vector", async () => {
    for (const columns of [1, 3, 4, 5, 17])
      for (const shape of masks(columns)) {
        const x = uniform([2, 3, 4, columns]);
        const inputs = [x, maskOf(shape), uniform(x.shape, 4)];
        await expectSameAsCpu(withGradient(2.5), inputs, { rtol: 1e-5, atol: 1e-6 });
      }
  });

  it("maskedSoftmax(x) without a mask is softmax", async () => {
    const x = uniform([5, 9]);
    for (const kind of kinds) {
      const [got] = await onKernels(kind, (t) => maskedSoftmax(t), [x]);
      const [wanted] = await onCpu((t) => softmax(t), [x]);
      expectValues(got!, wanted!);
    }
  });

  it("maskedSoftmax(x, mask) is 0 where the mask is false, sums to 1, and is all 0 where nothing is left", async () => {
    const x = { shape: [3, 3], values: [1e4, 2, 3, -1e4, 5, 6, 7, 8, 9] };
    const mask = { shape: [3, 3], values: [0, 1, 1, 1, 0, 0, 0, 0, 0], dtype: "bool" as const };
    const e = 1 / (1 + Math.E);
    const wanted = { shape: [3, 3], values: [0, e, 1 - e, 1, 0, 0, 0, 0, 0] };
    const soften = (t: Tensor, m: Tensor) => maskedSoftmax(t, m);
    expectValues((await onCpu(soften, [x, mask]))[0]!, wanted);
    for (const kind of kinds) expectValues((await onKernels(kind, soften, [x, mask]))[0]!, wanted);
    if (hasGpu) expectValues((await onGpu(soften, [x, mask]))[0]!, wanted);
  });

  it("maskedSoftmax refuses a mask that is not bool or does not fit", async () => {
    await setBackend("cpu");
    const x = tensor([1, 2, 3, 4], [2, 2]);
    expect(() => maskedSoftmax(x, x)).toThrow(
      new TypeError("maskedSoftmax: expected mask of dtype bool, got float32"),
    );
    expect(() => maskedSoftmax(x, cast(tensor([1, 1, 1]), "bool"))).toThrow(
      new RangeError("maskedSoftmax: expected a mask that broadcasts to x [2,2], got one of shape [3]"),
    );
    expect(() => maskedSoftmax(x, undefined, { scale: Number.NaN })).toThrow(
      "expected scale to be a finite number, got NaN",
    );
  });
});

describe("attention", () => {
  const inputs = [
    uniform([2, 2, 4, 3]),
    uniform([2, 2, 5, 3], 2),
    uniform([2, 2, 5, 6], 3),
    maskOf([2, 1, 4, 5]),
  ];
  const all = (q: Tensor, k: Tensor, v: Tensor, mask: Tensor) => {
    const { values, weights } = attention(q, k, v, { mask });
    const slopes = grads((a: Tensor, b: Tensor, c: Tensor) => sum(attention(a, b, c, { mask }).values));
    return [values, weights, ...slopes([q, k, v])];
  };

  it("attention(q, k, v, { mask }) and its gradients are the same on every backend", async () => {
    await expectSameAsCpu(all, inputs, { rtol: 1e-5, atol: 2e-6 });
    if (!hasGpu) return;
    const [got, wanted] = [await onGpu(all, inputs), await onCpu(all, inputs)];
    for (const [i, values] of wanted.entries()) expectValues(got[i]!, values, { rtol: 1e-5, atol: 2e-6 });
  });

  it("attention(q, k, v) does not depend on keys that are masked", async () => {
    const mask = { shape: [1, 5], values: [1, 1, 1, 0, 0], dtype: "bool" as const };
    const attend = (q: Tensor, k: Tensor, v: Tensor, m: Tensor) => attention(q, k, v, { mask: m }).values;
    const [before] = await onKernels("simd", attend, [...inputs.slice(0, 3), mask]);
    const moved = inputs.slice(1, 3).map(({ shape, values }) => {
      const width = shape.at(-1)!;
      return { shape, values: Array.from(values, (v, i) => (Math.floor(i / width) % 5 >= 3 ? 99 : v)) };
    });
    const [after] = await onKernels("simd", attend, [inputs[0]!, ...moved, mask]);
    expect(after).toEqual(before);
  });

  it("attention({ dropout }) drops weights from the values alone", async () => {
    const dropout = { rate: 0.5, seed: 1 };
    const attend = (q: Tensor, k: Tensor, v: Tensor) => {
      const { values, weights } = attention(q, k, v, { dropout });
      return [values, weights, attention(q, k, v).values, attention(q, k, v).weights];
    };
    const [values, weights, plain, plainWeights] = await onKernels("simd", attend, inputs.slice(0, 3));
    expect(weights).toEqual(plainWeights);
    expect(values).not.toEqual(plain);
  });

  it("the gradient of attention by the queries equals central differences", async () => {
    await setBackend("wasm");
    registerTrainingKernels();
    const x = Float64Array.of(0.5, -1, 2, 0.25);
    const [k, v] = [tensor([1, 0.5, -1, 2, 0.3, 1], [3, 2]), tensor([1, 2, -3], [3, 1])];
    const f = (at: Float64Array) =>
      tidy(() => sum(attention(tensor([...at], [2, 2]), k, v).values).dataSync()[0]!);
    const gradient = tidy(() =>
      grad((q: Tensor) => sum(attention(q, k, v).values))(tensor([...x], [2, 2])).dataSync(),
    );
    await expectGradient({ f, x, gradient, step: 5e-3, atol: 2e-3 });
    restoreStockKernels();
  });

  it("attention refuses shapes that do not go together", async () => {
    await setBackend("cpu");
    const [q, k] = [tensor([1, 2], [1, 2]), tensor([1, 2, 3], [1, 3])];
    expect(() => attention(q, k, k)).toThrow("got [1,2], [1,3] and [1,3]");
  });
});
