import { expect, it } from "vitest";
import { assignmentEntropy, clusterCounts, isCollapsed, usedClusters } from "../../src/index.js";
// scikit-learn 1.2 and SciPy 1.10; made by fixtures/make-scikit-learn.py.
import fixture from "../fixtures/scikit-learn.json" with { type: "json" };
import { refuses } from "../refuses.js";

it.each(fixture.tables)(
  "assignmentEntropy(assignments, k) is SciPy's, on $classes classes and $k centres",
  (c) => {
    expect(assignmentEntropy(c.assignments, c.k)).toBeCloseTo(c.entropy, 12);
  },
);

it("isCollapsed(assignments, k) is true when at most half of the centres are used", () => {
  expect(isCollapsed([3, 3, 3], 10)).toBe(true);
  expect(isCollapsed([0, 1, 2, 3, 4], 10)).toBe(true);
  expect(isCollapsed([0, 1, 2, 3, 4, 5], 10)).toBe(false);
  expect(isCollapsed([0, 0], 1)).toBe(false);
  expect(usedClusters([3, 3, 0], 10)).toBe(2);
});

it("clusterCounts refuses assignments that are none", async () => {
  await refuses(
    () => clusterCounts([0], 1e9),
    RangeError,
    "clusterCounts: expected k ≤ 2^24, got 1000000000",
  );
  await refuses(
    () => clusterCounts([2], 2),
    RangeError,
    "clusterCounts: expected assignments in 0 … 1, got 2 at index 0",
  );
});
