import { expect, it } from "vitest";
import { bestMatch } from "../../src/index.js";
// scikit-learn 1.2 and SciPy 1.10; made by fixtures/make-scikit-learn.py.
import fixture from "../fixtures/scikit-learn.json" with { type: "json" };
import { draws } from "../reference.js";

it.each(fixture.tables)(
  "bestMatch(table) is SciPy's linear_sum_assignment, on $classes classes and $k centres",
  (c) => {
    const { accuracy, classOf } = bestMatch(c.table);
    expect(accuracy).toBeCloseTo(c.accuracy, 12);
    expect(classOf).toHaveLength(c.k);
    const matched = classOf.filter((i) => i >= 0);
    expect(new Set(matched).size).toBe(Math.min(c.classes, c.k));
  },
);

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

it("bestMatch(table) finds a perfect clustering under any numbering", () => {
  const table = [
    [0, 4, 0],
    [0, 0, 5],
    [6, 0, 0],
  ];
  expect(bestMatch(table)).toEqual({ classOf: [2, 0, 1], accuracy: 1 });
});
