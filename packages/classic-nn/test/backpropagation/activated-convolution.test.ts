import { expectClose } from "@elbowjs/test-kit/expect-close";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  activatedConvolution,
  activatedConvolutionBackward,
  gradientCheck,
  identity,
  logistic,
} from "../../src/index.js";
import torch from "../fixtures/course-claims.json" with { type: "json" };

describe("mock final, question 3: a 2×2 image, two 1×1 kernels with bias and a logistic activation", () => {
  const { image, outputGradient, weights, bias, outputs, ofWeights, ofBias, ofInput } = torch.pointwise;
  const input = [new Matrix(image)];
  const layerOf = (w: readonly number[], b: readonly number[]) => ({
    kernels: w.map((wk) => [new Matrix([[wk]])]),
    bias: b,
  });
  const arriving = outputGradient.map((rows) => new Matrix(rows));
  const gradient = activatedConvolutionBackward(layerOf(weights, bias), logistic(), input, arriving);

  it("f_k = φ(w_k x + b_k) equals PyTorch", () => {
    activatedConvolution(layerOf(weights, bias), logistic(), input).outputs.forEach((f, k) => {
      expectClose(f, outputs[k]!);
    });
  });
  it("∂ℓ/∂w, ∂ℓ/∂b and ∂ℓ/∂x equal PyTorch's autograd", () => {
    expectClose(
      gradient.kernels.map(([kernel]) => kernel!.get(0, 0)),
      ofWeights,
    );
    expectClose(gradient.bias, ofBias);
    expectClose(gradient.input[0]!, ofInput);
  });
  it("they agree with central differences, and without φ′ they do not", () => {
    const loss = (p: ArrayLike<number>) =>
      activatedConvolution(layerOf([p[0]!, p[1]!], [p[2]!, p[3]!]), logistic(), input).outputs.reduce(
        (sum, f, k) => sum + f.dot(arriving[k]!),
        0,
      );
    const of = (activation: typeof identity) => (p: ArrayLike<number>) => {
      const g = activatedConvolutionBackward(
        layerOf([p[0]!, p[1]!], [p[2]!, p[3]!]),
        activation,
        input,
        arriving,
      );
      return [...g.kernels.map(([kernel]) => kernel!.get(0, 0)), ...g.bias];
    };
    const at = [...weights, ...bias];
    expect(gradientCheck(loss, of(logistic()), at).passes).toBe(true);
    expect(gradientCheck(loss, of(identity), at).passes).toBe(false);
  });
  it("refuses a gradient of another shape", () => {
    expect(() =>
      activatedConvolutionBackward(layerOf(weights, bias), logistic(), input, [Matrix.zeros(1, 1)]),
    ).toThrow("convolveBackward: expected 2 channels of delta of shape [2, 2], got 1 of [1, 1]");
  });
});
