import { describe, expect, it } from "vitest";
import {
  adjustedRandIndex,
  assignmentEntropy,
  bestMatch,
  confusionTable,
  isCollapsed,
  normalizedMutualInformation,
  purity,
  usedClusters,
} from "../src/index.js";
// scikit-learn 1.2 and SciPy 1.10; made by fixtures/make-scikit-learn.py.
import fixture from "./fixtures/scikit-learn.json" with { type: "json" };
import { draws } from "./reference.js";

describe.each(fixture.tables)("on $classes classes and $k centres", (c) => {
  it("confusionTable(labels, assignments) is scikit-learn's contingency matrix", () => {
    expect(confusionTable(c.labels, c.assignments, { classes: c.classes, k: c.k })).toEqual(c.table);
  });
  it("normalizedMutualInformation(table) is scikit-learn's", () => {
    expect(normalizedMutualInformation(c.table)).toBeCloseTo(c.nmi, 12);
  });
  it("adjustedRandIndex(table) is scikit-learn's", () => {
    expect(adjustedRandIndex(c.table)).toBeCloseTo(c.ari, 12);
  });
  it("purity(table) is NumPy's", () => {
    expect(purity(c.table)).toBeCloseTo(c.purity, 12);
  });
  it("bestMatch(table) is SciPy's linear_sum_assignment", () => {
    const { accuracy, classOf } = bestMatch(c.table);
    expect(accuracy).toBeCloseTo(c.accuracy, 12);
    expect(classOf).toHaveLength(c.k);
    const matched = classOf.filter((i) => i >= 0);
    expect(new Set(matched).size).toBe(Math.min(c.classes, c.k));
  });
  it("assignmentEntropy(assignments, k) is SciPy's", () => {
    expect(assignmentEntropy(c.assignments, c.k)).toBeCloseTo(c.entropy, 12);
  });
});

it("bestMatch(table) beats every permutation of small tables", () => {
  const random = draws(3);
  const permutations = (items: number[]): number[][] =>
    items.length === 0
      ? [[]]
      : items.flatMap((item) =>
          permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
        );
  for (let n = 1; n <= 5; n++)
    for (let repeat = 0; repeat < 20; repeat++) {
      const table = Array.from({ length: n }, () =>
        Array.from({ length: n }, () => 1 + Math.floor(10 * random())),
      );
      const total = table.flat().reduce((a, b) => a + b);
      const best = Math.max(
        ...permutations([...table.keys()]).map((rows) => rows.reduce((sum, i, j) => sum + table[i]![j]!, 0)),
      );
      expect(bestMatch(table).accuracy).toBeCloseTo(best / total, 12);
    }
});

it("metrics are 1 for a perfect clustering under any numbering", () => {
  const table = [
    [0, 4, 0],
    [0, 0, 5],
    [6, 0, 0],
  ];
  expect(purity(table)).toBe(1);
  expect(normalizedMutualInformation(table)).toBeCloseTo(1, 12);
  expect(adjustedRandIndex(table)).toBe(1);
  expect(bestMatch(table)).toEqual({ classOf: [2, 0, 1], accuracy: 1 });
});

it("isCollapsed(assignments, k) is true when at most half of the centres are used", () => {
  expect(isCollapsed([3, 3, 3], 10)).toBe(true);
  expect(isCollapsed([0, 1, 2, 3, 4], 10)).toBe(true);
  expect(isCollapsed([0, 1, 2, 3, 4, 5], 10)).toBe(false);
  expect(isCollapsed([0, 0], 1)).toBe(false);
  expect(usedClusters([3, 3, 0], 10)).toBe(2);
});
