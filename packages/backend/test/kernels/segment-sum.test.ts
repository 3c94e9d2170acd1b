import { type Tensor, type Tensor1D, unsortedSegmentSum } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, expectValues, kinds, onKernels, uniform } from "./on-backends.js";

const ids = (values: number[]) => ({ shape: [values.length], values, dtype: "int32" as const });
const sumBy = (segments: number) => (x: Tensor, segmentIds: Tensor) =>
  unsortedSegmentSum(x, segmentIds as Tensor1D, segments);

describe("unsortedSegmentSum", () => {
  it("unsortedSegmentSum(x, ids, n) equals the CPU backend, ids outside [0, n) left out", async () => {
    await expectSameAsCpu(sumBy(3), [uniform([6]), ids([0, 2, 0, 1, 2, 2])]);
    await expectSameAsCpu(sumBy(4), [uniform([6, 5, 3]), ids([3, -1, 0, 7, 3, 3])]);
    await expectSameAsCpu(sumBy(2), [uniform([3, 0]), ids([1, 1, 0])]);
  });

  it("unsortedSegmentSum(x, ids, n) keeps a NaN in its own segment, as TensorFlow does", async () => {
    for (const kind of kinds) {
      const [got] = await onKernels(kind, sumBy(3), [
        { shape: [3], values: [1, Number.NaN, 2] },
        ids([0, 1, 2]),
      ]);
      expectValues(got!, { shape: [3], values: [1, Number.NaN, 2] });
    }
  });

  it("unsortedSegmentSum(x, ids, n) refuses ids that do not fit x", async () => {
    for (const kind of kinds) {
      await expect(onKernels(kind, sumBy(3), [uniform([4, 2]), ids([0, 1])])).rejects.toThrow(
        "UnsortedSegmentSum: expected segmentIds to have the first axes of x [4,2], got [2]",
      );
    }
  });
});
