import { max, mean, sum, type Tensor } from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { expectSameAsCpu, uniform, withSpecials } from "./on-backends.js";

const reductions = { sum, mean, max };

/** Shapes and axes: every side of the kept ones, several groups, around the vectors and the blocks of 16, 128 and 1,024. */
const cases: [number[], number[] | undefined][] = [
  [[], undefined],
  [[1], undefined],
  [[5], [0]],
  [[67], undefined],
  [[3, 1030], [1]],
  [[300, 3], [0]],
  [[300, 23], [0]],
  [[40, 600], [0]],
  [
    [4, 5, 6, 20],
    [0, 1, 2],
  ],
  [[4, 5, 6, 3], [-1]],
  [[4, 5, 6, 3], [1]],
  [
    [4, 5, 6, 3],
    [0, 2],
  ],
  [
    [4, 5, 6, 3],
    [1, 3],
  ],
  [[2, 1, 3], [1]],
];

describe("reductions", () => {
  for (const [name, reduction] of Object.entries(reductions)) {
    it(`${name}(x, axes) equals the CPU backend, axes kept and not`, async () => {
      for (const [shape, axes] of cases) {
        for (const keepDims of [false, true]) {
          await expectSameAsCpu((x: Tensor) => reduction(x, axes, keepDims), [uniform(shape)], {
            atol: 2e-5,
          });
        }
      }
    });

    it(`${name}(x, axes) carries NaN and infinities as the CPU backend does`, async () => {
      for (const [shape, axes] of cases) {
        const x = uniform(shape);
        for (const every of [5, 97]) {
          await expectSameAsCpu((t: Tensor) => reduction(t, axes), [withSpecials(x, every)], {
            atol: 2e-5,
          });
        }
      }
    });
  }

  it("sum(x) of int32 and bool stays with tfjs", async () => {
    const flags = { shape: [4], values: [1, 0, 1, 1], dtype: "int32" as const };
    await expectSameAsCpu((x: Tensor) => sum(x), [flags]);
  });
});
