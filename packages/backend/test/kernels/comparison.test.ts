import {
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  notEqual,
  type Tensor,
  where,
} from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { expectSameAsCpu, uniform, type Values, withSpecials } from "./on-backends.js";

const comparisons = { equal, notEqual, less, lessEqual, greater, greaterEqual };

/** Few different values, so that equal ones occur. */
const coarse = ({ shape, values }: Values): Values => ({
  shape,
  values: Float32Array.from(values, (v) => Math.round(2 * v)),
});

describe("comparisons", () => {
  for (const [name, comparison] of Object.entries(comparisons)) {
    it(`${name}(a, b) equals the CPU backend, broadcast and with NaN`, async () => {
      for (const [a, b] of [
        [[17], [17]],
        [[67], []],
        [[], [5]],
        [
          [3, 1, 37],
          [2, 1],
        ],
        [[0], [1]],
      ] as const) {
        const inputs = [coarse(uniform([...a])), coarse(uniform([...b], 2))];
        await expectSameAsCpu(comparison as never, inputs);
        await expectSameAsCpu(
          comparison as never,
          inputs.map((input) => withSpecials(input, 5)),
        );
      }
    });
  }

  it("where(condition, a, b) equals the CPU backend, broadcast or not", async () => {
    const flags = (shape: number[]) => ({
      shape,
      values: Array.from(uniform(shape, 3).values, (v) => Number(v > 0)),
      dtype: "bool" as const,
    });
    const choose = (condition: Tensor, a: Tensor, b: Tensor) => where(condition, a, b);
    for (const shape of [[1], [19], [3, 7], [0]]) {
      const inputs = [flags(shape), withSpecials(uniform(shape), 5), uniform(shape, 2)];
      await expectSameAsCpu(choose, inputs, { atol: 0 });
    }
    await expectSameAsCpu(choose, [flags([4, 1]), uniform([4, 5]), uniform([5], 2)]);
  });
});
