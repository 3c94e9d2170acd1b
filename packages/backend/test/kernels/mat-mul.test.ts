import {
  fused,
  matMul,
  memory,
  setBackend,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { registerTrainingKernels, restoreStockKernels } from "../../src/kernels/index.js";
import {
  expectSameAsCpu,
  expectValues,
  heapBytes,
  kinds,
  onKernels,
  uniform,
  type Values,
  withSpecials,
} from "./on-backends.js";

const transposes = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

/** m, n, k around the tile (6 × 8 and 4), the block of depths (256), of columns (512) and of rows (72), and empty. */
const sizes = [
  [1, 1, 1],
  [6, 8, 4],
  [7, 9, 5],
  [5, 12, 3],
  [3, 13, 1],
  [11, 7, 257],
  [64, 10, 300],
  [10, 30, 64],
  [73, 515, 6],
  [1, 5, 600],
  [0, 4, 3],
  [4, 0, 3],
  [4, 3, 0],
] as const;

describe("matMul", () => {
  for (const [transposeA, transposeB] of transposes) {
    it(`matMul(a, b, ${transposeA}, ${transposeB}) equals the CPU backend for every size`, async () => {
      for (const [m, n, k] of sizes) {
        const a = uniform(transposeA ? [k, m] : [m, k], m);
        const b = uniform(transposeB ? [n, k] : [k, n], n + 100);
        const product = (x: Tensor, y: Tensor) => matMul(x, y, transposeA, transposeB);
        await expectSameAsCpu(product, [a, b], { atol: 1e-6 + 2e-7 * k });
      }
    });

    it(`matMul(a, b, ${transposeA}, ${transposeB}) carries NaN, infinities and denormals as the CPU backend does`, async () => {
      const [m, n, k] = [13, 11, 9];
      const a = uniform(transposeA ? [k, m] : [m, k]);
      const b = uniform(transposeB ? [n, k] : [k, n], 2);
      const product = (x: Tensor, y: Tensor) => matMul(x, y, transposeA, transposeB);
      await expectSameAsCpu(product, [withSpecials(a, 29), b]);
      await expectSameAsCpu(product, [a, withSpecials(b, 23)]);
    });
  }

  it("matMul(a, b) broadcasts batches along every axis", async () => {
    for (const [aBatch, bBatch] of [
      [[3], [3]],
      [[3], [1]],
      [[1], [3]],
      [
        [2, 1],
        [1, 3],
      ],
      [[2, 3], [3]],
      [[], [4]],
      [[0], [1]],
    ] as const) {
      for (const [transposeA, transposeB] of transposes) {
        const a = uniform([...aBatch, ...(transposeA ? [4, 7] : [7, 4])], 3);
        const b = uniform([...bBatch, ...(transposeB ? [9, 4] : [4, 9])], 4);
        const want = broadcastProduct(a, b, transposeA, transposeB);
        for (const kind of kinds) {
          const [got] = await onKernels(kind, (x, y) => matMul(x!, y!, transposeA, transposeB), [a, b]);
          expectValues(got!, want);
        }
      }
    }
  });

  it("matMul(a, b) keeps tensors and heap flat over 1,000 products", async () => {
    await setBackend("wasm");
    registerTrainingKernels();
    const a = tensor([...Array(64 * 40).keys()], [64, 40], "float32");
    const step = () => tidy(() => void matMul(a, a, true, false));
    step();
    const before = memory();
    const bytes = heapBytes();
    for (let i = 0; i < 1000; i++) step();
    expect(memory().numTensors).toBe(before.numTensors);
    expect(heapBytes()).toBe(bytes);
    a.dispose();
    restoreStockKernels();
  });
});

describe("fused.matMul", () => {
  it("fused.matMul({ bias }) takes a bias of any shape that broadcasts, which tfjs's own wasm kernel refuses", async () => {
    for (const shape of [[], [1], [1, 9], [7, 1], [7, 9]]) {
      const layer = (a: Tensor, b: Tensor, bias: Tensor) =>
        fused.matMul({ a: a as Tensor2D, b: b as Tensor2D, bias, activation: "relu" });
      await expectSameAsCpu(layer, [uniform([7, 5]), uniform([5, 9], 2), uniform(shape, 3)]);
    }
  });

  for (const activation of ["linear", "relu", "relu6", "leakyrelu", "elu", "sigmoid", "prelu"] as const) {
    it(`fused.matMul({ bias, activation: "${activation}" }) equals the CPU backend`, async () => {
      for (const [m, n, k] of [
        [7, 9, 5],
        [64, 10, 300],
        [6, 16, 0],
      ] as const) {
        const layer = (a: Tensor, b: Tensor, bias: Tensor, weights: Tensor) =>
          fused.matMul({
            a: a as Tensor2D,
            b: b as Tensor2D,
            bias: bias as Tensor1D,
            activation,
            leakyreluAlpha: 0.3,
            ...(activation === "prelu" ? { preluActivationWeights: weights } : {}),
          });
        const inputs = [uniform([m, k]), uniform([k, n], 2), uniform([n], 3), uniform([n], 4)];
        await expectSameAsCpu(layer, inputs, { atol: 1e-6 + 2e-7 * k, rtol: 3e-5 });
        if (k > 0) {
          inputs[2] = withSpecials(inputs[2]!, 5);
          await expectSameAsCpu(layer, inputs, { atol: 1e-6 + 2e-7 * k, rtol: 3e-5 });
        }
      }
    });
  }
});

/** The definition, in float64. */
function broadcastProduct(a: Values, b: Values, transposeA: boolean, transposeB: boolean): Values {
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const n = transposeB ? bRows : bColumns;
  const rank = Math.max(a.shape.length, b.shape.length) - 2;
  const sizeAt = ({ shape }: Values, axis: number) => shape[axis + shape.length - 2 - rank] ?? 1;
  const batch = Array.from({ length: rank }, (_, axis) =>
    sizeAt(a, axis) === 1 ? sizeAt(b, axis) : sizeAt(a, axis),
  );
  const matrixOf = (from: Values, index: number[]) =>
    index.reduce((at, i, axis) => at * sizeAt(from, axis) + (sizeAt(from, axis) === 1 ? 0 : i), 0);
  const values: number[] = [];
  for (let flat = 0; flat < batch.reduce((x, y) => x * y, 1); flat++) {
    let rest = flat;
    const index = batch.map(() => 0);
    for (let axis = rank - 1; axis >= 0; axis--) {
      index[axis] = rest % batch[axis]!;
      rest = Math.floor(rest / batch[axis]!);
    }
    const aStart = matrixOf(a, index) * m * k;
    const bStart = matrixOf(b, index) * k * n;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let p = 0; p < k; p++) {
          sum +=
            a.values[aStart + (transposeA ? p * m + i : i * k + p)]! *
            b.values[bStart + (transposeB ? j * k + p : p * n + j)]!;
        }
        values.push(sum);
      }
    }
  }
  return { shape: [...batch, m, n], values };
}
