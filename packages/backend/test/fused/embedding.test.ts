import { gather, grad, mul, sum, type Tensor, tensor1d } from "@tensorflow/tfjs-core";
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
