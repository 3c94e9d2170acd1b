import { defaultRng } from "@elbowjs/numpy-random";
import { hashedDoubles, hashedPoints } from "@elbowjs/test-kit/hashed";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  costMatrix,
  type EarthMover,
  earthMover,
  transportCostGradient,
  wasserstein1d,
} from "../src/index.js";
import fixture from "./fixtures/scipy.json" with { type: "json" };
import { expectPointsGradient } from "./points-gradient.js";
import { refusal } from "./refusal.js";

/** make-scipy.py's transport problem `salt`, its masses divided by their sums. */
function problem(salt: number, n: number, m: number) {
  let a = hashedDoubles(salt, n).map((value) => Math.abs(value) + 1e-3);
  let b = hashedDoubles(salt + 1000, m).map((value) => Math.abs(value) + 1e-3);
  if (salt % 4 === 0) [a, b] = [a.fill(1), b.fill(1)];
  if (salt % 10 === 1 && n > 2) a[1] = 0;
  let cost = hashedDoubles(salt + 2000, n * m);
  if (salt % 3 === 0) cost = cost.map((value) => roundHalfEven(value * 3));
  const unit = (masses: Float64Array) => masses.map((mass) => mass / masses.reduce((x, y) => x + y, 0));
  return { a: unit(a), b: unit(b), cost: { data: cost, shape: [n, m] as const } };
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor & 1) : Math.round(value);
}

/** The largest violation of: sums, feasible prices, complementary slackness, equal values. */
function violation(
  { a, b, cost }: ReturnType<typeof problem>,
  { plan, duals, cost: value }: EarthMover,
): number {
  const [n, m] = [a.length, b.length];
  let [worst, dual] = [0, 0];
  const columns = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < m; j++) {
      const mass = plan.data[i * m + j]!;
      const slack = cost.data[i * m + j]! - duals.a[i]! - duals.b[j]!;
      row += mass;
      columns[j]! += mass;
      worst = Math.max(worst, -mass, -slack, mass > 0 ? Math.abs(slack) : 0);
    }
    worst = Math.max(worst, Math.abs(row - a[i]!));
    dual += a[i]! * duals.a[i]!;
  }
  for (let j = 0; j < m; j++) {
    worst = Math.max(worst, Math.abs(columns[j]! - b[j]!));
    dual += b[j]! * duals.b[j]!;
  }
  return Math.max(worst, Math.abs(dual - value));
}

describe("earthMover(a, b, cost)", () => {
  it("is the linear program's of SciPy in 200 problems, with duals that prove it", () => {
    expect(fixture.transports).toHaveLength(200);
    for (const [k, { n, m, cost }] of fixture.transports.entries()) {
      const given = problem(k + 1, n, m);
      const found = earthMover(given.a, given.b, given.cost);
      expect(Math.abs(found.cost - cost)).toBeLessThan(1e-9);
      expect(violation(given, found)).toBeLessThan(1e-12);
      expect(found.plan.data.filter((mass) => mass > 0).length).toBeLessThan(n + m);
    }
  });

  it("a wrong plan fails that check", () => {
    const given = problem(7, 9, 8);
    const found = earthMover(given.a, given.b, given.cost);
    const wrong = { ...found, duals: { ...found.duals, a: found.duals.a.map((value) => value + 1e-6) } };
    expect(violation(given, wrong)).toBeGreaterThan(1e-7);
  });

  it("equal points are matched one to one: n masses of 1/n", () => {
    const rng = defaultRng(3);
    const points = () => Array.from({ length: 60 }, () => [rng.random(), rng.random()]);
    const w = new Float64Array(60).fill(1 / 60);
    const { plan } = earthMover(w, w, costMatrix(points(), points()));
    expect([...plan.data].filter((mass) => mass > 0)).toEqual(Array(60).fill(1 / 60));
  });

  it("is the p-th power of wasserstein1d on a line, masses of any sum", () => {
    const [x, y] = [hashedDoubles(1, 40), hashedDoubles(2, 33)];
    const [a, b] = [
      hashedDoubles(3, 40).map((value) => 2 + value),
      hashedDoubles(4, 33).map((value) => 2 + value),
    ];
    const total = a.reduce((s, v) => s + v, 0);
    const scaled = b.map((value) => (value * total) / b.reduce((s, v) => s + v, 0));
    const rows = (values: Float64Array) => [...values].map((value) => [value]);
    for (const p of [1, 2, 3]) {
      const { cost } = earthMover(a, scaled, costMatrix(rows(x), rows(y), { p }));
      const distance = wasserstein1d(x, y, { p, xWeights: a, yWeights: b });
      expect(Math.abs(cost / total - distance ** p)).toBeLessThan(1e-13);
    }
  });

  it("takes a Matrix and lists, one place, and a cost that is 0 everywhere", () => {
    const cost = [
      [1, 2],
      [3, 1],
    ];
    expect(earthMover([1, 2], [2, 1], new Matrix(cost))).toEqual(earthMover([1, 2], [2, 1], cost));
    expect(earthMover([3], [1, 2], [[5, 4]]).cost).toBe(13);
    expect(
      earthMover(
        [1, 2],
        [2, 1],
        [
          [0, 0],
          [0, 0],
        ],
      ).cost,
    ).toBe(0);
  });

  it("refuses masses that differ, and a cost of another shape", () => {
    expect(
      refusal(() =>
        earthMover(
          [1, 1],
          [1, 1.5],
          [
            [0, 0],
            [0, 0],
          ],
        ),
      ),
    ).toBe(
      "RangeError: earthMover: expected a and b of equal mass, got 2 and 2.5, 0.500 apart; divide each by its sum",
    );
    expect(refusal(() => earthMover([1, 1], [1, 1], [[0, 0]]))).toBe(
      "RangeError: earthMover: expected cost of shape [2, 2], got [1, 2]",
    );
    expect(refusal(() => earthMover([1, 1], [2], [[0], [Number.NaN]]))).toBe(
      "RangeError: earthMover: expected cost to be finite, got NaN at sample 1, feature 0",
    );
    expect(refusal(() => earthMover([], [1], [[1]]))).toBe(
      "RangeError: earthMover: expected at least one mass in a, got none",
    );
    expect(refusal(() => earthMover([0], [0], [[1]]))).toBe(
      "RangeError: earthMover: expected a to have a mass above 0, got 1 zeros",
    );
    expect(refusal(() => earthMover([1], [1], 3 as never))).toBe(
      "TypeError: earthMover: expected cost to be a list of points, a Matrix or { data, shape }, got 3",
    );
  });
});

describe("transportCostGradient(plan, x, y, { p })", () => {
  it.each([1, 1.5, 2, 3])("is the central difference of the least cost for p = %d", async (p) => {
    const [x, y] = [hashedPoints(11, 7, 2), hashedPoints(12, 5, 2)];
    const [a, b] = [new Float64Array(7).fill(1 / 7), new Float64Array(5).fill(1 / 5)];
    const least = (points: number[][]) => earthMover(a, b, costMatrix(points, y, { p })).cost;
    const { plan } = earthMover(a, b, costMatrix(x, y, { p }));
    const gradient = transportCostGradient(plan, x, y, { p });
    await expectPointsGradient(gradient, least, x);
  });

  it("is 0 for points that coincide, and refuses another plan's shape", () => {
    expect([...transportCostGradient([[1]], [[2, 3]], [[2, 3]], { p: 1 })]).toEqual([0, 0]);
    expect(refusal(() => transportCostGradient([[1, 1]], [[2]], [[3]]))).toBe(
      "RangeError: transportCostGradient: expected plan of shape [1, 1], got [1, 2]",
    );
    expect(refusal(() => costMatrix([[1]], [[1, 2]]))).toBe(
      "RangeError: costMatrix: expected x and y to have equally many numbers per point, got 1 and 2",
    );
    expect(refusal(() => costMatrix([[1]], [[1]], { p: 0 }))).toBe(
      "RangeError: costMatrix: expected p > 0, got 0",
    );
  });
});
