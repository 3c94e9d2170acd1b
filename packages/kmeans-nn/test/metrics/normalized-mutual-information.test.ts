import { expect, it } from "vitest";
import { normalizedMutualInformation } from "../../src/index.js";
// scikit-learn 1.2 and SciPy 1.10; made by fixtures/make-scikit-learn.py.
import fixture from "../fixtures/scikit-learn.json" with { type: "json" };

it.each(fixture.tables)(
  "normalizedMutualInformation(table) is scikit-learn's, on $classes classes and $k centres",
  (c) => {
    expect(normalizedMutualInformation(c.table)).toBeCloseTo(c.nmi, 12);
  },
);

it("normalizedMutualInformation(table) is 1 for a perfect clustering under any numbering", () => {
  expect(
    normalizedMutualInformation([
      [0, 4, 0],
      [0, 0, 5],
      [6, 0, 0],
    ]),
  ).toBeCloseTo(1, 12);
});
