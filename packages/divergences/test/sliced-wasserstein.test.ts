import { defaultRng } from "@elbowjs/numpy-random";
import { hashedPoints } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import { slicedWasserstein, slicedWassersteinGradient, wasserstein1d } from "../src/index.js";
import { symmetricEigen } from "../src/symmetric-eigen.js";
import { expectPointsGradient } from "./points-gradient.js";
import { refusal } from "./refusal.js";

/** n draws of a standard normal in d dimensions, moved and stretched so that their mean is exactly 0 and their covariance I. */
function whitened(seed: number, n: number, d: number): number[][] {
  const rng = defaultRng(seed);
  const rows = Array.from({ length: n }, () => [...rng.standardNormal(d)]);
  const mean = Array.from({ length: d }, (_, j) => rows.reduce((total, row) => total + row[j]!, 0) / n);
  const centred = rows.map((row) => row.map((value, j) => value - mean[j]!));
  const covariance = new Float64Array(d * d).map(
    (_, k) => centred.reduce((total, row) => total + row[Math.floor(k / d)]! * row[k % d]!, 0) / n,
  );
  const { values, vectors } = symmetricEigen(covariance, d);
  return centred.map((row) =>
    row.map((_, k) =>
      row.reduce((total, value, j) => total + (value * vectors[j * d + k]!) / Math.sqrt(values[k]!), 0),
    ),
  );
}

describe("slicedWasserstein(x, y, { p, projections, seed })", () => {
  it("three standard errors hold the closed form of Gaussians in at least 95 % of seeds", () => {
    const d = 5;
    const x = whitened(1, 60, d);
    const shift = [1, -0.5, 0.3, 0, 2];
    // N(0, I) against N(m, s²I): W₂² along θ is (θ·m)² + (1 − s)², on average ‖m‖²/d + (1 − s)².
    const y = x.map((row) => row.map((value, j) => 1.7 * value + shift[j]!));
    const exact = Math.sqrt(shift.reduce((total, value) => total + value * value, 0) / d + 0.49);
    let held = 0;
    for (let seed = 0; seed < 400; seed++) {
      const { distance, standardError } = slicedWasserstein(x, y, { projections: 100, seed });
      held += Number(Math.abs(distance - exact) <= 3 * standardError);
      expect(standardError).toBeGreaterThan(0);
    }
    expect(held / 400).toBeGreaterThanOrEqual(0.95);
  });

  it("is wasserstein1d on a line, with weights, whatever the direction", () => {
    const [x, y] = [hashedPoints(1, 20, 1), hashedPoints(2, 15, 1)];
    const flat = (points: number[][]) => points.map(([value]) => value!);
    const xWeights = x.map((_, i) => 1 + (i % 4));
    for (const p of [1, 2, 3]) {
      const { distance, standardError } = slicedWasserstein(x, y, { p, projections: 5, xWeights });
      expect(distance).toBeCloseTo(wasserstein1d(flat(x), flat(y), { p, xWeights }), 12);
      expect(standardError).toBeLessThan(1e-12);
    }
  });

  it("the same seed gives the same bits, another one others; equal sets are at 0", () => {
    const [x, y] = [hashedPoints(3, 30, 4), hashedPoints(4, 20, 4)];
    expect(slicedWasserstein(x, y, { seed: 5 })).toEqual(slicedWasserstein(x, y, { seed: 5 }));
    expect(slicedWasserstein(x, y, { seed: 5 })).not.toEqual(slicedWasserstein(x, y, { seed: 6 }));
    expect(slicedWasserstein(x, [...x].reverse())).toEqual({ distance: 0, standardError: 0 });
  });

  it("scales and moves with the points", () => {
    const [x, y] = [hashedPoints(3, 30, 4), hashedPoints(4, 20, 4)];
    const map = (points: number[][], f: (value: number) => number) => points.map((point) => point.map(f));
    const { distance } = slicedWasserstein(x, y);
    const scaled = slicedWasserstein(
      map(x, (value) => 3 * value),
      map(y, (value) => 3 * value),
    );
    expect(scaled.distance).toBeCloseTo(3 * distance, 12);
    const moved = slicedWasserstein(
      map(x, (value) => value + 7),
      map(y, (value) => value + 7),
    );
    expect(moved.distance).toBeCloseTo(distance, 12);
  });

  it("refuses p < 1 or infinite, one projection, a negative seed", () => {
    expect(refusal(() => slicedWasserstein([[1]], [[2]], { p: Infinity }))).toBe(
      "RangeError: slicedWasserstein: expected p ≥ 1, finite, got Infinity",
    );
    expect(refusal(() => slicedWasserstein([[1]], [[2]], { projections: 1 }))).toBe(
      "RangeError: slicedWasserstein: expected projections to be an integer ≥ 2, got 1",
    );
    expect(refusal(() => slicedWasserstein([[1]], [[2]], { seed: -1 }))).toBe(
      "RangeError: slicedWasserstein: expected seed to be an integer ≥ 0, got -1",
    );
    expect(refusal(() => slicedWasserstein([[1, 2], [3]], [[2, 2]]))).toBe(
      "RangeError: slicedWasserstein: expected 2 numbers in each point of x, got 1 in point 1",
    );
  });
});

describe("slicedWassersteinGradient(x, y, options)", () => {
  it.each([1, 2, 3])("is the central difference for p = %d", async (p) => {
    const [x, y] = [hashedPoints(5, 8, 3), hashedPoints(6, 6, 3)];
    for (const options of [
      { p, projections: 7 },
      { p, projections: 7, yWeights: [1, 2, 3, 1, 2, 3] },
    ]) {
      const f = (points: number[][]) => slicedWasserstein(points, y, options).distance;
      const gradient = slicedWassersteinGradient(x, y, options);
      await expectPointsGradient(gradient, f, x);
    }
    expect(slicedWassersteinGradient(x, x, { p }).every((value) => value === 0)).toBe(true);
  });
});
