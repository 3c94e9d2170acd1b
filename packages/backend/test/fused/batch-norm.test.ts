import { centralDifferences } from "@elbowjs/test-kit/central-differences";
import {
  grads,
  memory,
  mul,
  setBackend,
  sum,
  type Tensor,
  type Tensor1D,
  tensor1d,
  tensor2d,
  tidy,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type ReluBatchNormDropoutOptions, reluBatchNormDropout } from "../../src/fused/index.js";
import { registerTrainingKernels, restoreStockKernels } from "../../src/kernels/index.js";
import {
  expectSameAsCpu,
  expectValues,
  kinds,
  onKernels,
  uniform,
  type Values,
} from "../kernels/on-backends.js";

const variants: ReluBatchNormDropoutOptions[] = [
  {},
  { relu: false },
  { dropout: { rate: 0.3, seed: 7, stream: 1 } },
  { relu: false, epsilon: 1e-3, dropout: { rate: 0.1, seed: 7 } },
];

/** Row counts around the blocks of 128, channels around a vector. */
const shapes = [
  [5, 1],
  [7, 3],
  [300, 4],
  [64, 30],
  [2, 5, 6, 20],
];

describe("reluBatchNormDropout", () => {
  for (const options of variants) {
    it(`reluBatchNormDropout(x, γ, β, ${JSON.stringify(options)}) and its gradients equal the composed ones on the CPU backend`, async () => {
      for (const shape of shapes) {
        const channels = shape.at(-1)!;
        const inputs = [uniform(shape), uniform([channels], 2), uniform([channels], 3), uniform(shape, 4)];
        const all = (x: Tensor, gamma: Tensor, beta: Tensor, dy: Tensor) => {
          const { y, mean, variance } = reluBatchNormDropout(x, gamma as Tensor1D, beta as Tensor1D, options);
          const gradients = grads((a: Tensor, b: Tensor, c: Tensor) =>
            sum(mul(reluBatchNormDropout(a, b as Tensor1D, c as Tensor1D, options).y, dy)),
          )([x, gamma, beta]);
          return [y, mean, variance, ...gradients];
        };
        await expectSameAsCpu(all, inputs, { atol: 3e-5, rtol: 1e-4 });
      }
    });

    it(`the gradients of reluBatchNormDropout(x, γ, β, ${JSON.stringify(options)}) equal finite differences`, async () => {
      // At least 0.3 from the kink of the ReLU, which a difference must not straddle.
      const { shape, values } = uniform([12, 3]);
      const x = { shape, values: Float32Array.from(values, (value) => value + 0.3 * Math.sign(value)) };
      const inputs = [x, uniform([3], 2), uniform([3], 3)];
      const weights = uniform([12, 3], 4);
      for (const kind of kinds) {
        const [dx, dGamma, dBeta] = await onKernels(
          kind,
          (x, gamma, beta, w) =>
            grads((a: Tensor, b: Tensor, c: Tensor) =>
              sum(mul(reluBatchNormDropout(a, b as Tensor1D, c as Tensor1D, options).y, w!)),
            )([x!, gamma!, beta!]),
          [...inputs, weights],
        );
        for (const [index, gradient] of [dx!, dGamma!, dBeta!].entries()) {
          const want = await differences(inputs, index, weights, options);
          expectValues(gradient, want, { atol: 2e-3, rtol: 5e-3 });
        }
      }
    });
  }

  it("reluBatchNormDropout normalises: mean 0 and variance 1 in every channel when γ = 1 and β = 0", async () => {
    for (const kind of kinds) {
      const [y] = await onKernels(
        kind,
        (x) => reluBatchNormDropout(x!, tensor1d([1, 1]), tensor1d([0, 0]), { relu: false }).y,
        [uniform([500, 2])],
      );
      for (const channel of [0, 1]) {
        const values = Array.from(y!.values).filter((_, i) => i % 2 === channel);
        const mean = values.reduce((a, b) => a + b, 0) / 500;
        expect(mean).toBeCloseTo(0, 5);
        expect(values.reduce((a, b) => a + (b - mean) ** 2, 0) / 500).toBeCloseTo(1, 3);
      }
    }
  });

  it("reluBatchNormDropout leaves no tensor behind in training", async () => {
    await setBackend("wasm");
    registerTrainingKernels();
    const x = tensor2d(Array.from(uniform([8, 3]).values), [8, 3]);
    const [gamma, beta] = [tensor1d([1, 2, 3]), tensor1d([0, 1, 0])];
    const step = () =>
      tidy(() => {
        const loss = (a: Tensor, b: Tensor, c: Tensor) =>
          sum(reluBatchNormDropout(a, b as Tensor1D, c as Tensor1D, { dropout: { rate: 0.5, seed: 1 } }).y);
        grads(loss)([x, gamma, beta]);
      });
    step();
    const before = memory();
    for (let i = 0; i < 1000; i++) step();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers);
    restoreStockKernels();
    for (const t of [x, gamma, beta]) t.dispose();
  });

  it("reluBatchNormDropout refuses parameters that do not fit, before any work", async () => {
    await setBackend("cpu");
    const x = tensor2d([1, 2, 3, 4], [2, 2]);
    const two = tensor1d([1, 1]);
    expect(() => reluBatchNormDropout(x, tensor1d([1]), two)).toThrow(
      "reluBatchNormDropout: expected gamma of shape [2], got [1]",
    );
    expect(() => reluBatchNormDropout(x, two, two, { epsilon: 0 })).toThrow("expected epsilon > 0, got 0");
    expect(() => reluBatchNormDropout(x, two, two, { dropout: { rate: 1, seed: 0 } })).toThrow(
      "expected rate in [0, 1), got 1",
    );
    expect(() => reluBatchNormDropout(tensor2d([], [0, 2]), two, two)).toThrow("with rows, got [0,2]");
  });
});

/** Central differences of Σ w·y in float32, step 5e-3, from the kernels of plain SIMD. */
async function differences(
  inputs: Values[],
  index: number,
  weights: Values,
  options: ReluBatchNormDropoutOptions,
): Promise<Values> {
  const { shape, values } = inputs[index]!;
  const loss = async (moved: Float64Array) => {
    const [y] = await onKernels(
      "simd",
      (x, gamma, beta) => reluBatchNormDropout(x!, gamma as Tensor1D, beta as Tensor1D, options).y,
      inputs.with(index, { shape, values: Float32Array.from(moved) }),
    );
    return Array.from(y!.values).reduce((total, value, i) => total + value * weights.values[i]!, 0);
  };
  return { shape, values: await centralDifferences(loss, values, 5e-3) };
}
