import { grads, mul, sum, type Tensor, type Tensor4D, tensor4d } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { convTranspose2d, upsampleBicubic } from "../../src/fused/index.js";
import { expectValues, kinds, onCpu, onKernels, type Values } from "../kernels/on-backends.js";
import fixture from "./fixtures/image-ops.json" with { type: "json" };

/** The operation and the gradients of Σ dy·y by each input, on the CPU backend and with both of our modules. */
async function expectTorch(
  operation: (...inputs: Tensor[]) => Tensor,
  inputs: Values[],
  dy: Values,
  want: Values[],
): Promise<void> {
  const all = (...tensors: Tensor[]) => {
    const weights = tensors.at(-1)!;
    const gradients = grads((...xs: Tensor[]) => sum(mul(operation(...xs), weights)));
    return [operation(...tensors.slice(0, -1)), ...gradients(tensors.slice(0, -1))];
  };
  for (const got of [
    await onCpu(all, [...inputs, dy]),
    await onKernels(kinds[0]!, all, [...inputs, dy]),
    await onKernels(kinds[1]!, all, [...inputs, dy]),
  ]) {
    for (const [index, output] of want.entries()) expectValues(got[index]!, output, { atol: 2e-5 });
  }
}

describe("upsampleBicubic", () => {
  it("upsampleBicubic(x) and its gradient equal PyTorch's", async () => {
    for (const { x, y, dy, dx } of fixture.upsamplings) {
      await expectTorch((t) => upsampleBicubic(t as Tensor4D), [x], dy, [y, dx]);
    }
  });

  it("upsampleBicubic(x) keeps a constant image constant, and refuses another rank", async () => {
    for (const kind of kinds) {
      const flat = { shape: [1, 3, 4, 2], values: new Float32Array(24).fill(0.7) };
      const [y] = await onKernels(kind, (x) => upsampleBicubic(x as Tensor4D), [flat]);
      expectValues(y!, { shape: [1, 6, 8, 2], values: new Float32Array(96).fill(0.7) });
    }
    const wrong = { rank: 3, shape: [2, 2, 1] } as unknown as Tensor4D;
    expect(() => upsampleBicubic(wrong)).toThrow("upsampleBicubic: expected x of shape [batch");
  });
});

describe("convTranspose2d", () => {
  it("convTranspose2d(x, filter, { stride, padding, outputPadding }) and its gradients equal PyTorch's", async () => {
    for (const { options, x, filter, y, dy, dx, dFilter } of fixture.transposed) {
      const operation = (image: Tensor, w: Tensor) =>
        convTranspose2d(image as Tensor4D, w as Tensor4D, options);
      await expectTorch(operation, [x, filter], dy, [y, dx, dFilter]);
    }
  });

  it("convTranspose2d refuses what PyTorch refuses", () => {
    const x = tensor4d([1], [1, 1, 1, 1]);
    const filter = tensor4d([1], [1, 1, 1, 1]);
    expect(() => convTranspose2d(x, filter, { stride: 2, outputPadding: 2 })).toThrow(
      "convTranspose2d: expected outputPadding to be an integer in [0, 2), got 2",
    );
    expect(() => convTranspose2d(x, filter, { stride: 0 })).toThrow(
      "expected stride to be an integer ≥ 1, got 0",
    );
    expect(() => convTranspose2d(x, filter, { padding: 1 })).toThrow("got -1 × -1; lessen padding 1");
    expect(() => convTranspose2d(x, tensor4d([1, 2], [1, 1, 1, 2]))).toThrow("got [1,1,1,1] and [1,1,1,2]");
  });
});
