import { gather, pow, type Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, kinds, onKernels, uniform, withSpecials } from "./on-backends.js";

const ids = (shape: number[], values: number[]) => ({ shape, values, dtype: "int32" as const });

describe("gather", () => {
  it("gather(x, indices, axis, batchDims) equals the CPU backend", async () => {
    const cases: [number[], ReturnType<typeof ids>, number, number][] = [
      [[5], ids([3], [4, 0, 4]), 0, 0],
      [[5, 7], ids([2, 2], [1, 1, 0, 3]), 0, 0],
      [[2, 5, 3], ids([4], [4, 0, 2, 2]), 1, 0],
      [[2, 3, 5], ids([2], [4, 1]), -1, 0],
      [[2, 4, 3], ids([2, 3], [0, 3, 3, 1, 2, 0]), 1, 1],
      [[5, 7], ids([0], []), 0, 0],
    ];
    for (const [shape, indices, axis, batchDims] of cases) {
      const pick = (x: Tensor, i: Tensor) => gather(x, i as never, axis, batchDims);
      await expectSameAsCpu(pick, [uniform(shape), indices], { atol: 0, rtol: 0 });
    }
  });

  it("gather(x, indices) refuses an index outside x in tfjs's own words", async () => {
    for (const kind of kinds) {
      for (const index of [-1, 5]) {
        await expect(
          onKernels(kind, (x, i) => gather(x!, i as never), [uniform([5, 2]), ids([1], [index])]),
        ).rejects.toThrow(`GatherV2: the index value ${index} is not in [0, 4]`);
      }
    }
  });
});

describe("pow", () => {
  it("pow(x, b) equals the CPU backend for the square and for other exponents", async () => {
    const x = withSpecials(uniform([3, 7]), 4);
    for (const exponent of [2, 1, 3, 0.5, -1]) {
      const b = { shape: [], values: [exponent] };
      await expectSameAsCpu((t: Tensor, e: Tensor) => pow(t, e), [x, b]);
    }
    await expectSameAsCpu((t: Tensor, e: Tensor) => pow(t, e), [uniform([0]), { shape: [1], values: [2] }]);
  });
});
