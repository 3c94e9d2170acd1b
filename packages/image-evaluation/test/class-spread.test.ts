import { expect, it } from "vitest";
import { classSpread } from "../src/index.js";

it("classSpread is the trace of each class's covariance, by hand", () => {
  const read = {
    size: 4,
    width: 2,
    classCount: 3,
    features: Float32Array.of(0, 0, 2, 2, 5, 5, 4, 6),
    classes: Int32Array.of(0, 0, 2, 0),
    confidence: new Float32Array(4),
  };
  // class 0: (0, 0), (2, 2), (4, 6): mean (2, 8/3), Σ‖·‖² = 4 + 0 + 4 + 64/9 + 4/9 + 100/9 = 8 + 168/9
  expect(classSpread(read)[0]).toBeCloseTo((8 + 168 / 9) / 2, 12);
  expect(classSpread(read).slice(1)).toEqual([Number.NaN, Number.NaN]);
});
