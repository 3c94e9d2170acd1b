import { einsum, matMul, memory, setBackend, sum, type Tensor, tensor } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { registerTrainingKernels, restoreStockKernels } from "../../src/kernels/index.js";
import { expectSameAsCpu, expectValues, kinds, onCpu, onKernels, uniform } from "./on-backends.js";

/** Products, batches, outer products, traces of one tensor over axes, transpositions, axes summed away, no output. */
const equations: [string, ...number[][]][] = [
  ["ij,jk->ik", [3, 5], [5, 4]],
  ["ij,kj->ki", [3, 5], [4, 5]],
  ["bij,bjk->bik", [2, 3, 5], [2, 5, 4]],
  ["bhqd,bkhd->bhqk", [2, 3, 4, 5], [2, 6, 3, 5]],
  ["i,j->ij", [3], [4]],
  ["i,i->", [7], [7]],
  ["i,i->i", [7], [7]],
  ["ijk->ki", [2, 3, 4]],
  ["ijk->", [2, 3, 4]],
  ["ij->ij", [2, 3]],
  ["ij,jk->ik", [3, 1], [1, 4]],
];

describe("einsum", () => {
  it("einsum(equation, …) equals the CPU backend", async () => {
    for (const [equation, ...shapes] of equations) {
      const inputs = shapes.map((shape, i) => uniform(shape, i + 1));
      await expectSameAsCpu((...tensors: Tensor[]) => einsum(equation, ...tensors), inputs, {
        atol: 3e-6,
      });
    }
  });

  it('einsum("ijk,kl->jl", x, y) sums an index of x alone, which tfjs\'s CPU backend cannot', async () => {
    const inputs = [uniform([2, 3, 4]), uniform([4, 5], 2)];
    const [want] = await onCpu((x, y) => matMul(sum(x!, 0), y!), inputs);
    for (const kind of kinds) {
      const [got] = await onKernels(kind, (x, y) => einsum("ijk,kl->jl", x!, y!), inputs);
      expectValues(got!, want!);
    }
  });

  it("einsum(equation, …) leaves no tensor or heap data behind", async () => {
    await setBackend("wasm");
    registerTrainingKernels();
    for (const [equation, ...shapes] of equations) {
      const inputs = shapes.map((shape) => tensor(Array.from(uniform(shape).values), shape));
      const before = memory();
      einsum(equation, ...inputs).dispose();
      expect(memory().numTensors).toBe(before.numTensors);
      expect(memory().numDataBuffers).toBe(before.numDataBuffers);
      for (const input of inputs) input.dispose();
    }
    restoreStockKernels();
  });
});
