import { expectGradient } from "@elbowjs/test-kit/central-differences";
import {
  grads,
  memory,
  mul,
  setBackend,
  square,
  sum,
  type Tensor,
  type Tensor1D,
  tensor,
  tensor1d,
  tidy,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { groupNorm, layerNorm } from "../../src/fused/index.js";
import { registerTrainingKernels, restoreStockKernels } from "../../src/kernels/index.js";
import { expectSameAsCpu, onKernels, uniform } from "../kernels/on-backends.js";

/** y, and the gradients by x, γ and β. */
const withGradients =
  (normalize: (x: Tensor, gamma: Tensor1D, beta: Tensor1D) => Tensor) =>
  (x: Tensor, gamma: Tensor, beta: Tensor, dy: Tensor): Tensor[] => [
    normalize(x, gamma as Tensor1D, beta as Tensor1D),
    ...grads((a: Tensor, b: Tensor, c: Tensor) => sum(mul(normalize(a, b as Tensor1D, c as Tensor1D), dy)))([
      x,
      gamma,
      beta,
    ]),
  ];
const inputsOf = (shape: number[]) => {
  const channels = shape.at(-1)!;
  return [uniform(shape), uniform([channels], 2), uniform([channels], 3), uniform(shape, 4)];
};

describe("layerNorm", () => {
  it("layerNorm(x, γ, β) and its gradients equal the composed ones, widths around a vector, rows around a block", async () => {
    for (const shape of [
      [5, 2],
      [7, 3],
      [300, 4],
      [64, 30],
      [2, 5, 6, 20],
      [129, 17],
    ])
      await expectSameAsCpu(
        withGradients((x, g, b) => layerNorm(x, g, b)),
        inputsOf(shape),
        {
          atol: 3e-5,
          rtol: 1e-4,
        },
      );
  });

  it("layerNorm(x) has rows of mean 0 and variance 1, also 10⁴ from 0", async () => {
    const x = uniform([6, 50]);
    const moved = { ...x, values: Array.from(x.values, (v) => 1e4 + 10 * v) };
    const [one, zero] = [
      { shape: [50], values: new Array(50).fill(1) },
      { shape: [50], values: new Array(50).fill(0) },
    ];
    const normalize = (t: Tensor, g: Tensor, b: Tensor) => {
      const y = layerNorm(t, g as Tensor1D, b as Tensor1D);
      return [sum(y, -1), sum(square(y), -1)];
    };
    const [means, squares] = await onKernels("simd", normalize, [moved, one, zero]);
    // The mean is rounded to half a unit of 10⁴ in float32, 5e-4, which 50 values of a spread of 5.8 show as 4.2e-3.
    for (const mean of Array.from(means!.values)) expect(Math.abs(mean)).toBeLessThan(6e-3);
    for (const each of Array.from(squares!.values)) expect(Math.abs(each - 50)).toBeLessThan(5e-3);
  });

  it("the gradients of layerNorm equal central differences", async () => {
    await setBackend("wasm");
    registerTrainingKernels();
    const x = Float64Array.of(0.5, -1, 2, 0.25, 1, 3);
    const weights = tensor([
      [1, -2, 0.5],
      [0.3, 1, -1],
    ]);
    const f = (at: Float64Array) =>
      tidy(() => {
        const [gamma, beta] = [tensor1d([1, 2, 0.5]), tensor1d([0, 1, 2])];
        return sum(mul(layerNorm(tensor([...at], [2, 3]), gamma, beta), weights)).dataSync()[0]!;
      });
    const gradient = tidy(() => {
      const [gamma, beta] = [tensor1d([1, 2, 0.5]), tensor1d([0, 1, 2])];
      const slope = grads((a: Tensor) => sum(mul(layerNorm(a, gamma, beta), weights)));
      return slope([tensor([...x], [2, 3])])[0]!.dataSync();
    });
    await expectGradient({ f, x, gradient, step: 5e-3, atol: 2e-3 });
    weights.dispose();
    restoreStockKernels();
  });

  it("layerNorm leaves no tensor behind in training", async () => {
    await setBackend("wasm");
    registerTrainingKernels();
    const x = tensor([1, 2, 3, 4], [2, 2]);
    const ones = tensor1d([1, 1]);
    const before = memory();
    for (let i = 0; i < 100; i++)
      tidy(() => void grads((a: Tensor) => sum(square(layerNorm(a, ones, ones))))([x]));
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
    restoreStockKernels();
  });

  it("layerNorm refuses what does not fit", async () => {
    await setBackend("cpu");
    const [x, two] = [tensor([1, 2, 3], [1, 3]), tensor1d([1, 2])];
    expect(() => layerNorm(x, two, two)).toThrow(
      new RangeError("layerNorm: expected gamma of shape [3], got [2]"),
    );
    const three = tensor1d([1, 2, 3]);
    expect(() => layerNorm(x, three, three, { epsilon: 0 })).toThrow(
      "layerNorm: expected epsilon > 0, got 0",
    );
    expect(() => layerNorm(x, three, three, { eps: 1 } as never)).toThrow("got eps");
    expect(() => layerNorm(tensor([], [0, 3]), three, three)).toThrow("with values, got [0,3]");
  });
});

describe("groupNorm", () => {
  it("groupNorm(x, γ, β, { groups }) and its gradients equal the composed ones", async () => {
    for (const [shape, groups] of [
      [[2, 3, 4, 6], 2],
      [[3, 5, 8], 4],
      [[2, 4, 4, 5], 5],
      [[2, 7, 7, 10], 1],
      [[4, 6], 3],
    ] as const)
      await expectSameAsCpu(
        withGradients((x, g, b) => groupNorm(x, g, b, { groups })),
        inputsOf([...shape]),
        { atol: 3e-5, rtol: 1e-4 },
      );
  });

  it("groupNorm of one place and one group is layerNorm", async () => {
    const both = (x: Tensor, g: Tensor, b: Tensor) => [
      groupNorm(x, g as Tensor1D, b as Tensor1D, { groups: 1 }),
      layerNorm(x, g as Tensor1D, b as Tensor1D),
    ];
    const [group, layer] = await onKernels("simd", both, inputsOf([4, 6]).slice(0, 3));
    expect(group).toEqual(layer);
  });

  it("groupNorm refuses groups that do not divide the channels", async () => {
    await setBackend("cpu");
    const [x, six] = [tensor([1, 2, 3, 4, 5, 6], [1, 6]), tensor1d([1, 2, 3, 4, 5, 6])];
    expect(() => groupNorm(x, six, six, { groups: 4 })).toThrow("channels that 4 groups divide, got [1,6]");
    expect(() => groupNorm(x, six, six, { groups: 0 })).toThrow(
      new RangeError("groupNorm: expected groups to be an integer ≥ 1, got 0"),
    );
  });
});
