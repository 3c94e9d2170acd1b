import { hashedPoints } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import {
  costMatrix,
  earthMover,
  energyDistance,
  sinkhornDivergence,
  sinkhornDivergenceGradient,
} from "../src/index.js";
import fixture from "./fixtures/scipy.json" with { type: "json" };
import { expectPointsGradient } from "./points-gradient.js";
import { refusal } from "./refusal.js";

const x = hashedPoints(71, 12, 2);
const y = hashedPoints(72, 9, 2).map((point) => point.map((value) => value + 0.3));
const weights = { xWeights: x.map((_, i) => 1 + (i % 3)), yWeights: y.map((_, i) => 1 + (i % 2)) };

describe("sinkhornDivergence(x, y, { epsilon, p })", () => {
  it.each(fixture.debiased)("is NumPy's, p = $p, ε = $epsilon", ({ p, epsilon, value }) => {
    const found = sinkhornDivergence(x, y, { p, epsilon, ...weights, tolerance: 1e-13 });
    expect(Math.abs(found - value)).toBeLessThan(1e-11);
  });

  it("is 0 to 1e-12 for equal measures, in any order, and never negative", () => {
    for (const p of [1, 2])
      for (const epsilon of [10, 0.1, 1e-3, 1e-5]) {
        const options = { p, epsilon, maxIterations: 500 };
        expect(sinkhornDivergence(x, x, options)).toBeLessThan(1e-12);
        expect(sinkhornDivergence(x, [...x].reverse(), options)).toBeLessThan(1e-12);
        const doubled = [...x, ...x];
        expect(sinkhornDivergence(x, doubled, options)).toBeLessThan(1e-9);
        expect(sinkhornDivergence(x, y, { ...options, maxIterations: 3 })).toBeGreaterThan(0);
      }
  });

  it("goes from the transport cost to half the squared energy distance", () => {
    const [a, b] = [new Float64Array(12).fill(1 / 12), new Float64Array(9).fill(1 / 9)];
    const exact = earthMover(a, b, costMatrix(x, y)).cost;
    const tight = sinkhornDivergence(x, y, { epsilon: 1e-4, tolerance: 1e-6, maxIterations: 50_000 });
    expect(Math.abs(tight / exact - 1)).toBeLessThan(0.01);
    const loose = sinkhornDivergence(x, y, { epsilon: 1e5, p: 1 });
    expect(loose).toBeCloseTo(energyDistance(x, y) ** 2 / 2, 5);
  });

  it("refuses ε ≤ 0 and p outside (0, 2]", () => {
    expect(refusal(() => sinkhornDivergence(x, y, { epsilon: -1 }))).toBe(
      "RangeError: sinkhornDivergence: expected epsilon > 0, got -1",
    );
    expect(refusal(() => sinkhornDivergence(x, y, { p: 3 }))).toBe(
      "RangeError: sinkhornDivergence: expected p in (0, 2], got 3",
    );
    expect(refusal(() => sinkhornDivergence(x, [[1]]))).toBe(
      "RangeError: sinkhornDivergence: expected x and y to have equally many numbers per point, got 2 and 1",
    );
  });
});

describe("sinkhornDivergenceGradient(x, y, options)", () => {
  it.each([
    { p: 2, epsilon: 0.5 },
    { p: 2, epsilon: 0.05, ...weights },
    { p: 1.5, epsilon: 0.2 },
  ])("is the central difference for %o", async (options) => {
    const exact = { ...options, tolerance: 1e-14, maxIterations: 5000 };
    const f = (points: number[][]) => sinkhornDivergence(points, y, exact);
    const gradient = sinkhornDivergenceGradient(x, y, exact);
    await expectPointsGradient(gradient, f, x);
  });

  it("moves points onto the target", () => {
    let points = x;
    const target = hashedPoints(73, 12, 2);
    const step = 0.4 * x.length;
    for (let k = 0; k < 60; k++) {
      const gradient = sinkhornDivergenceGradient(points, target, { epsilon: 0.02, tolerance: 1e-6 });
      points = points.map((point, i) => point.map((value, j) => value - step * gradient[2 * i + j]!));
    }
    const options = { epsilon: 0.02 };
    expect(sinkhornDivergence(points, target, options)).toBeLessThan(
      0.01 * sinkhornDivergence(x, target, options),
    );
  });
});
