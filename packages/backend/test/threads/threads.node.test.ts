import { createHash } from "node:crypto";
import {
  add,
  conv2d,
  findBackend,
  fused,
  greater,
  matMul,
  memory,
  mul,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tensor,
  tidy,
  valueAndGrads,
} from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  attention,
  gelu,
  groupNorm,
  layerNorm,
  philoxNormal,
  philoxUniform,
  reluBatchNormDropout,
} from "../../src/fused/index.js";
import { useBackend } from "../../src/index.js";
import { registerTrainingKernels } from "../../src/kernels/index.js";
import { wasmMemory } from "../../src/kernels/wasm-backend.js";

const heapBytes = () => wasmMemory(findBackend("wasm")).buffer.byteLength;

/** A tensor of numbers that look random. */
const noise = (shape: number[], seed: number) => philoxUniform(shape, { low: -1, high: 1, seed });

/** Operations heavy enough to be shared among threads, with odd sizes, and all they compute. */
const operations: Record<string, () => Tensor[]> = {
  "matMul, and its gradients: all transpositions": () => {
    const product = valueAndGrads((a: Tensor, b: Tensor) => sum(matMul(a, b)));
    const { value, grads } = product([noise([301, 203], 1), noise([203, 257], 2)]);
    return [value, ...grads];
  },
  "matMul of a batch": () => [matMul(noise([3, 130, 90], 1), noise([3, 90, 170], 2))],
  "matMul of batches of more products than the queue holds": () => [
    matMul(noise([250, 12, 6], 1), noise([250, 6, 120], 2)),
    matMul(noise([130, 40, 50], 1), noise([130, 50, 60], 2)),
  ],
  "fused.matMul with a bias": () => [
    fused.matMul({
      a: noise([70, 501], 1) as never,
      b: noise([501, 333], 2) as never,
      bias: noise([333], 3),
    }),
  ],
  "conv2d, and its gradients": () => {
    const { value, grads } = valueAndGrads((x: Tensor, filter: Tensor) =>
      sum(conv2d(x as Tensor4D, filter as Tensor4D, 2, 1)),
    )([noise([17, 19, 15, 6], 1), noise([3, 3, 6, 21], 2)]);
    return [value, ...grads];
  },
  "layerNorm and groupNorm, and their gradients": () => {
    const [gamma, beta] = [noise([48], 2) as Tensor1D, noise([48], 3) as Tensor1D];
    const layer = valueAndGrads((x: Tensor, g: Tensor) => sum(layerNorm(x, g as Tensor1D, beta)));
    const group = valueAndGrads((x: Tensor, g: Tensor) =>
      sum(groupNorm(x, g as Tensor1D, beta, { groups: 6 })),
    );
    const x = noise([1001, 7, 48], 1);
    return [layer([x, gamma]), group([x, gamma])].flatMap(({ value, grads }) => [value, ...grads]);
  },
  "gelu, attention under a mask, and their gradients": () => {
    const seen = greater(noise([61, 67], 4), -0.5);
    const attend = valueAndGrads((q: Tensor, k: Tensor, v: Tensor) =>
      sum(gelu(attention(q, k, v, { mask: seen }).values)),
    );
    const { value, grads } = attend([
      noise([9, 6, 61, 24], 1),
      noise([9, 6, 67, 24], 2),
      noise([9, 6, 67, 20], 3),
    ]);
    return [value, ...grads];
  },
  "conv2d of more images than calls": () => [
    conv2d(noise([97, 12, 12, 3], 1) as Tensor4D, noise([5, 5, 3, 8], 2) as Tensor4D, 1, "same"),
  ],
  "conv2d with an infinite weight": () => {
    const filter = noise([3, 3, 4, 16], 2).arraySync() as number[][][][];
    filter[1]![1]![2]![5] = Number.POSITIVE_INFINITY;
    return [conv2d(noise([33, 14, 14, 4], 1) as Tensor4D, tensor(filter) as Tensor4D, 1, "same")];
  },
  "add and mul, broadcast along each axis": () => [
    add(noise([801, 901], 1), noise([901], 2)),
    add(noise([801, 901], 1), noise([801, 1], 2)),
    mul(noise([1_000_003], 1), noise([1_000_003], 2)),
    mul(noise([3, 500, 401], 1), 3),
  ],
  "reluBatchNormDropout, and its gradients": () => {
    const { value, grads } = valueAndGrads((x: Tensor, gamma: Tensor, beta: Tensor) =>
      sum(
        reluBatchNormDropout(x, gamma as Tensor1D, beta as Tensor1D, { dropout: { rate: 0.3, seed: 5 } }).y,
      ),
    )([noise([50_001, 13], 1), noise([13], 2), noise([13], 3)]);
    return [value, ...grads];
  },
  "philoxUniform and philoxNormal": () => [
    philoxUniform([100_003], { seed: 3 }),
    philoxNormal([77, 1301], { seed: 4, stream: 9 }),
  ],
};

/** A digest of the bits of everything an operation computes, with so many threads. */
async function bitsOf(operation: () => Tensor[], threads: number): Promise<string[]> {
  expect(registerTrainingKernels({ threads }).threads).toBe(threads);
  const outputs = tidy(operation);
  const bits = await Promise.all(
    outputs.map(async (output) =>
      createHash("sha256")
        .update(await output.data())
        .digest("hex"),
    ),
  );
  for (const output of outputs) output.dispose();
  return bits;
}

describe("threads in Node", () => {
  beforeAll(async () => {
    const info = await useBackend({ prefer: ["wasm"], threads: 3 });
    expect(info).toMatchObject({ name: "wasm", kernels: "elbow", threads: 3 });
    expect(registerTrainingKernels()).toMatchObject({ sharedMemory: true, threads: 3 });
  });

  afterAll(() => {
    registerTrainingKernels({ threads: 1 });
  });

  for (const [name, operation] of Object.entries(operations)) {
    it(`has the bits of one thread with two, three and seven: ${name}`, async () => {
      const alone = await bitsOf(operation, 1);
      for (const threads of [2, 3, 7]) expect(await bitsOf(operation, threads)).toEqual(alone);
    });
  }

  it("keeps the heap and the tensors flat over 1,000 products", () => {
    registerTrainingKernels({ threads: 2 });
    const [a, b] = [noise([96, 96], 1), noise([96, 96], 2)];
    const step = () => tidy(() => void sum(matMul(a, b)).dataSync());
    step();
    const before = { tensors: memory().numTensors, heap: heapBytes() };
    for (let i = 0; i < 1000; i++) step();
    expect({ tensors: memory().numTensors, heap: heapBytes() }).toEqual(before);
    a.dispose();
    b.dispose();
  });

  it("useBackend({threads}) refuses anything but an integer in [1, 32]", async () => {
    for (const threads of [0, -1, 1.5, 33, Number.NaN])
      await expect(useBackend({ threads })).rejects.toThrow(
        `useBackend: expected threads to be an integer in [1, 32], got ${threads}`,
      );
  });
});
