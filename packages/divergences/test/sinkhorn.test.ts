import { hashedDoubles, hashedPoints } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import { costMatrix, earthMover, sinkhorn } from "../src/index.js";
import fixture from "./fixtures/scipy.json" with { type: "json" };
import { refusal } from "./refusal.js";

/** make-scipy.py's masses and costs of `salt`. */
function problem(salt: number, n: number, m: number) {
  const unit = (masses: Float64Array) => masses.map((mass) => mass / masses.reduce((x, y) => x + y, 0));
  const masses = (own: number, count: number) =>
    unit(hashedDoubles(own, count).map((value) => Math.abs(value) + 1e-3));
  return {
    a: masses(salt, n),
    b: masses(salt + 1000, m),
    cost: { data: hashedDoubles(salt + 2000, n * m), shape: [n, m] as const },
  };
}

describe("sinkhorn(a, b, cost, { epsilon })", () => {
  it.each(fixture.regularized)(
    "is NumPy's fixed point, ε = $epsilon",
    ({ salt, n, m, epsilon, ...wanted }) => {
      const { a, b, cost } = problem(salt, n, m);
      const found = sinkhorn(a, b, cost, { epsilon, tolerance: 1e-13 });
      expect(found.converged).toBe(true);
      expect(Math.abs(found.regularized - wanted.regularized)).toBeLessThan(1e-12);
      expect(Math.abs(found.cost - wanted.cost)).toBeLessThan(1e-6);
      expect(found.gap).toBeLessThan(1e-13);
    },
  );

  it("is finite for ε from 10 down to 1e-6 of the largest cost, its gap a bound, in 100 problems", () => {
    for (let salt = 1; salt <= 100; salt++) {
      const { a, b, cost } = problem(salt, 2 + (salt % 13), 2 + (salt % 11));
      const largest = Math.max(...cost.data.map(Math.abs));
      const exact = earthMover(a, b, cost).cost;
      for (const part of [10, 1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6]) {
        const found = sinkhorn(a, b, cost, { epsilon: part * largest, maxIterations: 300 });
        const numbers = [found.cost, found.regularized, found.gap, ...found.duals.a, ...found.duals.b];
        expect([...numbers, ...found.plan.data].every(Number.isFinite)).toBe(true);
        expect(found.cost).toBeGreaterThan(exact - 1e-12);
        expect(found.converged).toBe(found.gap <= 1e-6 * largest);
        // The regularized minimum lies between the plan's value and the dual one: exact ≤ minimum ≤ exact + ε (H(a) + H(b)).
        expect(found.regularized - found.gap).toBeLessThan(
          exact + part * largest * Math.log(a.length * b.length) + 1e-9,
        );
      }
    }
  });

  it("its plan has the exact sums, and its cost falls to the exact one with ε", () => {
    const [x, y] = [hashedPoints(3, 30, 2), hashedPoints(4, 20, 2)];
    const [a, b] = [new Float64Array(30).fill(2), new Float64Array(20).fill(3)];
    const cost = costMatrix(x, y);
    const exact = earthMover(a, b, cost).cost;
    let last = Infinity;
    for (const epsilon of [1, 0.1, 0.01, 0.001]) {
      const found = sinkhorn(a, b, cost, { epsilon, tolerance: 1e-6, maxIterations: 50_000 });
      // The smallest ε takes more rounds than that; its gap says how far it came.
      expect(found.converged).toBe(epsilon > 0.001);
      expect(found.gap).toBeLessThan(60 * 1e-5 * Math.max(...cost.data)); // per unit of mass, of which there are 60
      expect(found.cost).toBeLessThan(last);
      expect(found.cost).toBeGreaterThan(exact - 1e-9);
      last = found.cost;
      for (let j = 0; j < 20; j++) {
        let mass = 0;
        for (let i = 0; i < 30; i++) mass += found.plan.data[i * 20 + j]!;
        expect(mass).toBeCloseTo(3, 12);
      }
    }
    expect(last / exact - 1).toBeLessThan(0.01);
  });

  it("takes places without mass, and one place", () => {
    const found = sinkhorn(
      [1, 0],
      [0.5, 0.5],
      [
        [1, 2],
        [3, 4],
      ],
      { epsilon: 0.1 },
    );
    expect(found.cost).toBeCloseTo(1.5, 12);
    expect([...found.plan.data]).toEqual([0.5, 0.5, 0, 0]);
    expect(sinkhorn([2], [2], [[0]]).cost).toBe(0);
  });

  it("refuses ε ≤ 0, masses that differ, a cost of another shape, unknown options", () => {
    const cost = [
      [1, 2],
      [3, 4],
    ];
    expect(refusal(() => sinkhorn([1, 1], [1, 1], cost, { epsilon: 0 }))).toBe(
      "RangeError: sinkhorn: expected epsilon > 0, got 0",
    );
    expect(refusal(() => sinkhorn([1, 1], [1, 2], cost))).toMatch(
      /^RangeError: sinkhorn: expected a and b of equal mass/,
    );
    expect(refusal(() => sinkhorn([1, 1, 1], [1, 2], cost))).toBe(
      "RangeError: sinkhorn: expected cost of shape [3, 2], got [2, 2]",
    );
    expect(refusal(() => sinkhorn([1, 1], [1, 1], cost, { reg: 1 } as never))).toMatch(
      /^TypeError: sinkhorn: expected the options epsilon, tolerance, maxIterations, got reg/,
    );
  });
});
