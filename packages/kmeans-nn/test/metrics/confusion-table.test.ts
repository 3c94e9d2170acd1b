import { expect, it } from "vitest";
import { confusionTable } from "../../src/index.js";
// scikit-learn 1.2 and SciPy 1.10; made by fixtures/make-scikit-learn.py.
import fixture from "../fixtures/scikit-learn.json" with { type: "json" };
import { refuses } from "../refuses.js";

it.each(fixture.tables)(
  "confusionTable(labels, assignments) is scikit-learn's contingency matrix, on $classes classes and $k centres",
  (c) => {
    expect(confusionTable(c.labels, c.assignments, { classes: c.classes, k: c.k })).toEqual(c.table);
  },
);

it("confusionTable refuses labels and assignments that are none, and sizes that are a slip", async () => {
  await refuses(
    () => confusionTable([0, 1], [0], { classes: 2, k: 1 }),
    RangeError,
    "confusionTable: expected one label per assignment, got 2 labels and 1 assignments",
  );
  await refuses(
    () => confusionTable([0, 5], [0, 0], { classes: 2, k: 1 }),
    RangeError,
    "confusionTable: expected labels in 0 … 1, got 5 at index 1",
  );
  await refuses(
    () => confusionTable([0], [3], { classes: 2, k: 1 }),
    RangeError,
    "confusionTable: expected assignments in 0 … 0, got 3 at index 0",
  );
  await refuses(
    () => confusionTable([0], [0], { classes: 1e9, k: 1e9 }),
    RangeError,
    "confusionTable: expected at most 2^24 cells, got 1000000000 classes × 1000000000 centres; are these the numbers of classes and centres?",
  );
});
