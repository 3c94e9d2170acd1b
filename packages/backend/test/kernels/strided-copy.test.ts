import {
  concat,
  reverse,
  slice,
  split,
  stack,
  stridedSlice,
  type Tensor,
  tile,
  unstack,
} from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { expectSameAsCpu, uniform } from "./on-backends.js";

const exactly = { atol: 0, rtol: 0 };

describe("strided copies", () => {
  it("slice(x, begin, size) equals the CPU backend", async () => {
    const cases: [number[], number[], number[]][] = [
      [[9], [2], [5]],
      [[9], [2], [0]],
      [
        [4, 7],
        [1, 2],
        [3, 4],
      ],
      [
        [4, 7, 5, 3],
        [0, 1, 1, 0],
        [4, 5, 3, 3],
      ],
      [
        [4, 7, 5, 3],
        [1, 1, 1, 1],
        [1, -1, -1, 1],
      ],
      [
        [2, 3, 2, 3, 2, 3],
        [1, 1, 0, 1, 0, 1],
        [1, 2, 2, 2, 1, 2],
      ],
      [
        [3, 1, 4],
        [0, 0, 1],
        [3, 1, 2],
      ],
    ];
    for (const [shape, begin, size] of cases) {
      await expectSameAsCpu((x: Tensor) => slice(x, begin, size), [uniform(shape)], exactly);
    }
  });

  it("stridedSlice(x, begin, end, strides, masks) equals the CPU backend", async () => {
    const x = uniform([5, 6, 7, 3]);
    const cases: Parameters<typeof stridedSlice> extends [unknown, ...infer Rest] ? Rest[] : never = [
      [
        [0, 1, 0, 0],
        [5, 6, 7, 3],
        [2, 2, 3, 1],
      ],
      [
        [4, 5, 6, 2],
        [0, 0, 0, 0],
        [-1, -2, -3, -1],
      ],
      [[1], [4]],
      [[0, 2], [5, 3], [1, 1], 0, 0, 0, 0, 2],
      [[1, 0, 0], [3, 0, 1], [1, 1, 1], 0, 0, 2],
      [[0, 1, 0, 0], [5, 6, 7, 3], [2, 2, 3, 1], 5, 5],
      [[2, 0], [4, 0], [1, 1], 0, 0, 0, 2],
      [[3], [3]],
    ];
    for (const call of cases) {
      await expectSameAsCpu((t: Tensor) => stridedSlice(t, ...call), [x], exactly);
    }
  });

  it("split(x, sizes) and unstack(x) equal the CPU backend", async () => {
    await expectSameAsCpu((x: Tensor) => split(x, [1, 0, 4], 1), [uniform([3, 5, 2])], exactly);
    await expectSameAsCpu((x: Tensor) => split(x, 3, -1), [uniform([2, 6])], exactly);
    await expectSameAsCpu((x: Tensor) => unstack(x, 1), [uniform([3, 4, 2])], exactly);
  });

  it("concat(xs, axis) and stack(xs, axis) equal the CPU backend", async () => {
    const inputs = [uniform([2, 3, 4]), uniform([2, 5, 4], 2), uniform([2, 0, 4], 3), uniform([2, 1, 4], 4)];
    await expectSameAsCpu((...xs: Tensor[]) => concat(xs, 1), inputs, exactly);
    for (const axis of [0, 1, 2, -1]) {
      const alike = [uniform([3, 1, 5]), uniform([3, 1, 5], 2)];
      await expectSameAsCpu((...xs: Tensor[]) => concat(xs, axis), alike, exactly);
      await expectSameAsCpu((...xs: Tensor[]) => stack(xs, axis), alike, exactly);
    }
  });

  it("tile(x, reps) equals the CPU backend", async () => {
    for (const [shape, reps] of [
      [[20], [300]],
      [[1], [17]],
      [
        [2, 3],
        [3, 1],
      ],
      [
        [2, 3, 1, 2],
        [2, 1, 5, 3],
      ],
      [
        [2, 3],
        [0, 2],
      ],
    ] as const) {
      await expectSameAsCpu((x: Tensor) => tile(x, [...reps]), [uniform([...shape])], exactly);
    }
  });

  it("reverse(x, axes) equals the CPU backend", async () => {
    for (const axes of [undefined, 0, [1], [0, 2], -1]) {
      await expectSameAsCpu((x: Tensor) => reverse(x, axes), [uniform([3, 4, 5])], exactly);
    }
  });

  it("slices of int32 are copied, those of bool stay with tfjs", async () => {
    for (const dtype of ["int32", "bool"] as const) {
      const x = { shape: [3, 4], values: [1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1], dtype };
      await expectSameAsCpu((t: Tensor) => slice(t, [1, 1], [2, 2]), [x], exactly);
    }
  });
});
