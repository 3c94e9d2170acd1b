import { expect, it } from "vitest";
import { adjustedRandIndex } from "../../src/index.js";
// scikit-learn 1.2 and SciPy 1.10; made by fixtures/make-scikit-learn.py.
import fixture from "../fixtures/scikit-learn.json" with { type: "json" };

it.each(fixture.tables)(
  "adjustedRandIndex(table) is scikit-learn's, on $classes classes and $k centres",
  (c) => {
    expect(adjustedRandIndex(c.table)).toBeCloseTo(c.ari, 12);
  },
);

it("adjustedRandIndex(table) is 1 for a perfect clustering under any numbering", () => {
  expect(
    adjustedRandIndex([
      [0, 4, 0],
      [0, 0, 5],
      [6, 0, 0],
    ]),
  ).toBeCloseTo(1, 12);
});
