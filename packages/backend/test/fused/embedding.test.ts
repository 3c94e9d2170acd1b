import {
  gather,
  grad,
  mul,
  sum,
  type Tensor,
  type Tensor2D,
  tensor1d,
  unsortedSegmentSum,
} from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { expectSameAsCpu, expectValues, onCpu, uniform } from "../kernels/on-backends.js";
import { hasGpu, onGpu } from "./on-gpu.js";

/** The gradient of an embedding: rows of a table that occur several times, once and never. */
const rows = [3, 0, 3, 1, 3, 0];
const slope = (table: Tensor, dy: Tensor) =>
  grad((t: Tensor) => sum(mul(gather(t, tensor1d(rows, "int32")), dy)))(table);

it("the gradient of gather(table, rows) sums dy by rows, on every backend", async () => {
  for (const width of [1, 4, 7]) {
    const inputs = [uniform([5, width]), uniform([rows.length, width], 2)];
    const [wanted] = await onCpu(slope, inputs);
    const byHand = new Float32Array(5 * width);
    for (const [i, row] of rows.entries())
      for (let j = 0; j < width; j++) byHand[row * width + j]! += inputs[1]!.values[i * width + j]!;
    expectValues(wanted!, { shape: [5, width], values: byHand });
    await expectSameAsCpu(slope, inputs);
    if (hasGpu) expectValues((await onGpu(slope, inputs))[0]!, wanted!);
  }
  expect(rows).not.toContain(2);
});

it.runIf(hasGpu)(
  "on WebGPU rows are summed in their order, so that every run has the same bits",
  async () => {
    // 300 numbers of very different sizes: float32 sums of them in other orders are other numbers.
    const [n, width] = [300, 3];
    const ids = Int32Array.from({ length: n }, (_, i) => (i * 7) % 2);
    const dy = uniform([n, width], 3);
    const values = Float32Array.from(dy.values, (value, i) => value * 10 ** ((i % 9) - 4));
    const wanted = new Float32Array(2 * width);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < width; j++) wanted[ids[i]! * width + j]! += values[i * width + j]!;
    const summed = (x: Tensor) => unsortedSegmentSum(x as Tensor2D, tensor1d(ids, "int32"), 2);
    for (let run = 0; run < 3; run++) {
      const [found] = await onGpu(summed, [{ ...dy, values }]);
      expect(found!.values).toEqual(wanted);
    }
  },
);
