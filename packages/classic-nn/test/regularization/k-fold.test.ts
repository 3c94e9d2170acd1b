import { expect, it } from "vitest";
import { kFold } from "../../src/index.js";

it("kFold refuses more row numbers than memory holds, at once", () => {
  expect(() => kFold(1e9, 1e9)).toThrow(
    new RangeError("kFold: expected n·k ≤ 134217728 row numbers, got 1000000000·1000000000; use fewer folds"),
  );
  expect(kFold(1000, 1000).length).toBe(1000);
});
it("kFold refuses options that do not exist", () => {
  expect(() => kFold(4, 2, { sed: 1 } as never)).toThrow(
    new TypeError("kFold: expected the options seed, got sed; did you mean seed?"),
  );
});
