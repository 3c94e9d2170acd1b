import { defaultRng } from "@elbowjs/numpy-random";
import { hashedDoubles } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import { wasserstein1d, wasserstein1dGradient } from "../src/index.js";
import fixture from "./fixtures/scipy.json" with { type: "json" };
import { expectPointsGradient } from "./points-gradient.js";
import { refusal } from "./refusal.js";

describe("wasserstein1d(x, y, { p, xWeights, yWeights })", () => {
  it.each(fixture.lines)("is SciPy's, $kind, $x.length against $y.length", (line) => {
    const { x, y, distances, xWeights, yWeights } = line;
    const weights = xWeights && yWeights ? { xWeights, yWeights } : {};
    for (const [p, distance] of Object.entries(distances)) {
      const options = { p: p === "inf" ? Infinity : Number(p), ...weights };
      expect(Math.abs(wasserstein1d(x, y, options) - distance)).toBeLessThan(1e-12);
    }
  });

  it("meets thirds with sixths: no sliver counts for p = Infinity", () => {
    expect(wasserstein1d([0, 1, 2], [0, 0, 1, 1, 2, 2], { p: Infinity })).toBe(0);
    expect(wasserstein1d([0, 1, 2], [0, 1, 2], { p: Infinity, yWeights: [7, 7, 7] })).toBe(0);
    expect(wasserstein1d([0, 1, 2], [0, 1, 2], { p: Infinity, yWeights: [0.1, 0.1, 0.1] })).toBe(0);
  });

  it("moves with a translation, scales with a scaling, and is a metric", () => {
    const [x, y, z] = [hashedDoubles(1, 30), hashedDoubles(2, 17), hashedDoubles(3, 25)];
    for (const p of [1, 1.5, 2, 3, 50, Infinity]) {
      const d = (a: Float64Array, b: Float64Array) => wasserstein1d(a, b, { p });
      expect(
        d(
          x,
          x.map((value) => value - 3),
        ),
      ).toBeCloseTo(3, 12);
      expect(
        d(
          x.map((value) => -10 * value),
          y.map((value) => -10 * value),
        ),
      ).toBeCloseTo(10 * d(x, y), 12);
      expect(d(x, y)).toBe(d(y, x));
      expect(d(x, x.slice().reverse())).toBe(0);
      expect(d(x, z)).toBeLessThanOrEqual(d(x, y) + d(y, z) + 1e-14);
    }
    expect(wasserstein1d(x, y, { p: 1 })).toBeLessThan(wasserstein1d(x, y, { p: 2 }));
    expect(wasserstein1d(x, y, { p: 2 })).toBeLessThan(wasserstein1d(x, y, { p: Infinity }));
  });

  it("neither overflows nor loses small numbers", () => {
    expect(wasserstein1d([0], [1e200], { p: 3 })).toBeCloseTo(1e200, -186);
    expect(wasserstein1d([0], [1e-200], { p: 3 })).toBe(1e-200);
  });

  it("a point without mass is not there", () => {
    expect(wasserstein1d([0, 99], [1], { xWeights: [2, 0], p: Infinity })).toBe(1);
  });

  it("refuses what has no distance", () => {
    expect(refusal(() => wasserstein1d([], [1]))).toBe(
      "RangeError: wasserstein1d: expected at least one number in x, got none",
    );
    expect(refusal(() => wasserstein1d([1], [Number.NaN]))).toBe(
      "RangeError: wasserstein1d: expected y to be finite, got NaN at [0]",
    );
    expect(refusal(() => wasserstein1d([1], [2], { p: 0.5 }))).toBe(
      "RangeError: wasserstein1d: expected p ≥ 1, got 0.5",
    );
    expect(refusal(() => wasserstein1d([1], [2], { p: "2" as never }))).toBe(
      'TypeError: wasserstein1d: expected p to be a number ≥ 1, got "2"',
    );
    expect(refusal(() => wasserstein1d([1, 2], [2], { xWeights: [0, 0] }))).toBe(
      "RangeError: wasserstein1d: expected xWeights to have a mass above 0, got 2 zeros",
    );
    expect(refusal(() => wasserstein1d([1, 2], [2], { xWeights: [1] }))).toBe(
      "RangeError: wasserstein1d: expected 2 xWeights, one per point, got 1",
    );
    expect(refusal(() => wasserstein1d([1, 2], [2], { xWeights: [1, -1] }))).toMatch(
      /^RangeError: wasserstein1d: expected xWeights in \[0, .*\], got -1 at \[1\]$/,
    );
    expect(refusal(() => wasserstein1d("12" as never, [2]))).toBe(
      'TypeError: wasserstein1d: expected x to be a list of numbers, got "12"',
    );
    expect(refusal(() => wasserstein1d([1], [2], { weights: [1] } as never))).toMatch(
      /^TypeError: wasserstein1d: expected the options p, xWeights, yWeights, got weights/,
    );
  });
});

describe("wasserstein1dGradient(x, y, options)", () => {
  const x = hashedDoubles(5, 9);
  const y = hashedDoubles(6, 7);
  const xWeights = hashedDoubles(7, 9).map((value) => 1.5 + value);
  it.each([1, 2, 3, Infinity])("is the central difference for p = %d", async (p) => {
    for (const options of [{ p }, { p, xWeights }]) {
      const f = (points: number[][]) =>
        wasserstein1d(
          points.map(([value]) => value!),
          y,
          options,
        );
      const rows = [...x].map((value) => [value]);
      const gradient = wasserstein1dGradient(x, y, options);
      await expectPointsGradient(gradient, f, rows);
    }
  });

  it("moves points onto the target, and is 0 there", () => {
    expect([...wasserstein1dGradient([1, 2], [2, 1], { p: 2 })]).toEqual([0, 0]);
    const rng = defaultRng(1);
    let points = rng.random(50);
    const target = rng.normal(3, 0.5, 50);
    for (let step = 0; step < 2000; step++) {
      const gradient = wasserstein1dGradient(points, target, { p: 2 });
      const distance = wasserstein1d(points, target, { p: 2 });
      // The gradient of W²/2 times n is each point's displacement.
      points = points.map((value, i) => value - 0.05 * 50 * distance * gradient[i]!);
    }
    expect(wasserstein1d(points, target, { p: 2 })).toBeLessThan(1e-9);
  });
});
