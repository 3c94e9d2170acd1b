import { expectGradient } from "@elbowjs/test-kit/central-differences";
import {
  add,
  avgPool,
  conv2d,
  depthwiseConv2d,
  gather,
  grads,
  logSoftmax,
  matMul,
  maxPool,
  mean,
  mul,
  neg,
  relu,
  reshape,
  scalar,
  setBackend,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tanh,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  type KernelModuleKind,
  registerTrainingKernels,
  restoreStockKernels,
} from "../../src/kernels/index.js";
import { kinds, onKernels, uniform, type Values } from "./on-backends.js";

/** A scalar function of tensors, with shapes that keep clear of kinks for a step of 5e-3. */
const functions: [string, number[][], (...inputs: Tensor[]) => Tensor][] = [
  [
    "matMul",
    [
      [3, 5],
      [5, 4],
    ],
    (a, b) => sum(tanh(matMul(a as Tensor2D, b as Tensor2D))),
  ],
  [
    "matMul of batches",
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
    (a, b) => sum(tanh(matMul(a, b, false, true))),
  ],
  [
    "conv2d",
    [
      [1, 5, 4, 2],
      [3, 2, 2, 3],
    ],
    (x, w) => sum(tanh(conv2d(x as Tensor4D, w as Tensor4D, 2, "same"))),
  ],
  [
    "depthwiseConv2d",
    [
      [1, 4, 4, 2],
      [2, 2, 2, 2],
    ],
    (x, w) => sum(tanh(depthwiseConv2d(x as Tensor4D, w as Tensor4D, 1, "same"))),
  ],
  ["avgPool", [[1, 4, 6, 2]], (x) => sum(tanh(avgPool(x as Tensor4D, 2, 2, "valid")))],
  ["maxPool", [[1, 4, 6, 2]], (x) => sum(tanh(maxPool(mul(x, 3) as Tensor4D, 2, 2, "valid")))],
  ["gather", [[4, 3]], (x) => sum(tanh(gather(x, tensor([2, 0, 2], [3], "int32"))))],
  ["logSoftmax", [[3, 5]], (x) => sum(mul(logSoftmax(x), logSoftmax(mul(x, 0.5))))],
  ["mean and broadcast", [[4, 3], [3]], (x, b) => mean(tanh(sub(mul(x, b), mean(x, 0))))],
];

/** Each gradient agrees with central differences of step 5e-3 entry by entry; one that is 0.02 off does not. */
async function expectGradients(
  kind: KernelModuleKind,
  f: (...inputs: Tensor[]) => Tensor,
  inputs: Values[],
): Promise<void> {
  const gradients = await onKernels(kind, (...xs) => grads(f as never)(xs), inputs);
  for (const [index, { shape, values }] of inputs.entries()) {
    const gradient = Array.from(gradients[index]!.values);
    await expectGradient({
      f: (moved) => scalarValue(kind, f, inputs.with(index, { shape, values: Float32Array.from(moved) })),
      x: values,
      gradient,
      wrong: gradient.map((slope) => slope + 0.02),
      step: 5e-3,
      rtol: 5e-3,
      atol: 2e-3,
    });
  }
}

async function scalarValue(
  kind: KernelModuleKind,
  f: (...inputs: Tensor[]) => Tensor,
  inputs: Values[],
): Promise<number> {
  registerTrainingKernels({ kind });
  const tensors = inputs.map(({ values, shape }) => tensor(Array.from(values), shape));
  const value = tidy(() => f(...tensors).dataSync()[0]!);
  for (const t of tensors) t.dispose();
  return value;
}

describe("gradients through our kernels", () => {
  for (const [name, shapes, f] of functions) {
    it(`the gradient of ${name} equals finite differences, and a wrong one does not`, async () => {
      const inputs = shapes.map((shape, i) => uniform(shape, i + 5));
      for (const kind of kinds) await expectGradients(kind, f, inputs);
      restoreStockKernels();
    });
  }
});

describe("training", () => {
  it("a small convolutional network has the losses of the CPU backend, step by step", async () => {
    const losses = async (backend: "cpu" | KernelModuleKind) => {
      await setBackend(backend === "cpu" ? "cpu" : "wasm");
      if (backend !== "cpu") registerTrainingKernels({ kind: backend });
      const result = trainNetwork(20);
      restoreStockKernels();
      return result;
    };
    const want = await losses("cpu");
    expect(want.at(-1)!).toBeLessThan(0.6 * want[0]!);
    for (const kind of kinds) {
      for (const [i, loss] of (await losses(kind)).entries()) expect(loss).toBeCloseTo(want[i]!, 4);
    }
  });
});

/** Sixteen images of two classes, told apart by their mean; convolution, ReLU, pooling, dense layer; plain SGD. */
function trainNetwork(steps: number): number[] {
  const make = (shape: number[], seed: number, scale: number) =>
    tensor(
      Array.from(uniform(shape, seed).values, (v) => v * scale),
      shape,
    );
  const labels = tensor(
    Array.from({ length: 32 }, (_, i) => Number((i >> 1) % 2 === i % 2)),
    [16, 2],
  );
  const shift = reshape(tensor(Array.from({ length: 16 }, (_, i) => 0.3 * (i % 2))), [16, 1, 1, 1]);
  const images = add(make([16, 10, 10, 1], 1, 1), shift);
  let weights: Tensor[] = [
    make([3, 3, 1, 6], 2, 0.4),
    make([6], 3, 0.1),
    make([150, 2], 4, 0.1),
    make([2], 5, 0.1),
  ];
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    const next = tidy(() => {
      const loss = (filter: Tensor, bias: Tensor, dense: Tensor, offset: Tensor) => {
        const hidden = relu(add(conv2d(images as Tensor4D, filter as Tensor4D, 1, "same"), bias as Tensor1D));
        const pooled = reshape(maxPool(hidden as Tensor4D, 2, 2, "valid"), [16, 150]) as Tensor2D;
        const logits = add(matMul(pooled, dense as Tensor2D), offset);
        return neg(mean(sum(mul(logSoftmax(logits), labels), 1)));
      };
      losses.push((loss as (...w: Tensor[]) => Tensor)(...weights).dataSync()[0]!);
      const slopes = grads(loss as never)(weights);
      return weights.map((w, j) => sub(w, mul(slopes[j]!, scalar(0.2))));
    });
    for (const w of weights) w.dispose();
    weights = next;
  }
  for (const t of [...weights, images, labels, shift]) t.dispose();
  return losses;
}
