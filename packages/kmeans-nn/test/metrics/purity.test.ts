import { expect, it } from "vitest";
import { purity } from "../../src/index.js";
// scikit-learn 1.2 and SciPy 1.10; made by fixtures/make-scikit-learn.py.
import fixture from "../fixtures/scikit-learn.json" with { type: "json" };

it.each(fixture.tables)("purity(table) is NumPy's, on $classes classes and $k centres", (c) => {
  expect(purity(c.table)).toBeCloseTo(c.purity, 12);
});

it("purity(table) is 1 for a perfect clustering under any numbering", () => {
  expect(
    purity([
      [0, 4, 0],
      [0, 0, 5],
      [6, 0, 0],
    ]),
  ).toBeCloseTo(1, 12);
});
