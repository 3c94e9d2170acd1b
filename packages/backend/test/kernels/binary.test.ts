import { add, div, maximum, minimum, mul, squaredDifference, sub, type Tensor } from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { expectSameAsCpu, uniform, withSpecials } from "./on-backends.js";

const operations: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
  add,
  sub,
  mul,
  div,
  squaredDifference,
  maximum,
  minimum,
};

/** Pairs of shapes: equal, scalars, rows, columns, both ways at once, around a vector of 4 and four of them, empty. */
const shapes: [number[], number[]][] = [
  [[17], [17]],
  [[], []],
  [[3, 5], []],
  [[], [64]],
  [[2, 7, 5, 20], [20]],
  [
    [4, 3],
    [4, 1],
  ],
  [
    [4, 1],
    [1, 67],
  ],
  [
    [2, 1, 3, 1],
    [5, 1, 4],
  ],
  [
    [3, 4, 5],
    [3, 1, 5],
  ],
  [[1], [1, 1]],
  [[0, 3], [3]],
  [
    [2, 1, 3, 1, 2, 1],
    [5, 1, 4, 1, 3],
  ],
];

describe("elementwise operations of two tensors", () => {
  for (const [name, operation] of Object.entries(operations)) {
    it(`${name}(a, b) equals the CPU backend for every pair of shapes`, async () => {
      for (const [a, b] of shapes) await expectSameAsCpu(operation as never, [uniform(a), uniform(b, 2)]);
    });

    it(`${name}(a, b) carries NaN, infinities and denormals as the CPU backend does`, async () => {
      for (const [a, b] of shapes.slice(0, 6)) {
        await expectSameAsCpu(
          operation as never,
          [withSpecials(uniform(a), 5), withSpecials(uniform(b, 2), 7)],
          {
            atol: 0,
          },
        );
      }
    });
  }

  it("add(a, b) of int32 stays with tfjs", async () => {
    const a = { shape: [3], values: [1, 2, 3], dtype: "int32" as const };
    await expectSameAsCpu(add as never, [a, a]);
  });
});
