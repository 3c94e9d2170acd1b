import { hashedPoints } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import { energyDistance, energyDistanceGradient } from "../src/index.js";
import fixture from "./fixtures/scipy.json" with { type: "json" };
import { expectPointsGradient } from "./points-gradient.js";
import { refusal } from "./refusal.js";

describe("energyDistance(x, y, { xWeights, yWeights })", () => {
  it.each(fixture.lines)("is SciPy's on a line, $kind, $x.length against $y.length", (line) => {
    const rows = (values: number[]) => values.map((value) => [value]);
    const { x, y, xWeights, yWeights, energy } = line;
    const weights = xWeights && yWeights ? { xWeights, yWeights } : {};
    // Its square is a difference of means of the size of 1.
    expect(Math.abs(energyDistance(rows(x), rows(y), weights) ** 2 - energy ** 2)).toBeLessThan(1e-13);
  });

  it.each(fixture.kernels)("is NumPy's, $n against $m points of $d numbers", ({ n, m, d, energy }) => {
    const x = hashedPoints(n, n, d);
    const y = hashedPoints(n + 1, m, d).map((point) => point.map((value) => value + 0.2));
    expect(energyDistance(x, y)).toBeCloseTo(energy, 13);
  });

  it("0 for equal sets, symmetric, a metric, scales with the root", () => {
    const [x, y, z] = [hashedPoints(1, 20, 3), hashedPoints(2, 15, 3), hashedPoints(3, 25, 3)] as const;
    expect(energyDistance(x, [...x].reverse())).toBeLessThan(1e-7);
    expect(energyDistance(x, y)).toBeCloseTo(energyDistance(y, x), 14);
    expect(energyDistance(x, z)).toBeLessThanOrEqual(energyDistance(x, y) + energyDistance(y, z));
    const map = (points: number[][]) => points.map((point) => point.map((value) => 9 * value + 4));
    expect(energyDistance(map(x), map(y))).toBeCloseTo(3 * energyDistance(x, y), 12);
  });

  it("refuses points of other spaces and weights that are none", () => {
    expect(refusal(() => energyDistance([[1, 2]], [[1]]))).toBe(
      "RangeError: energyDistance: expected x and y to have equally many numbers per point, got 2 and 1",
    );
    expect(refusal(() => energyDistance([[1]], [[1]], { xWeights: [0] }))).toBe(
      "RangeError: energyDistance: expected xWeights to have a mass above 0, got 1 zeros",
    );
    expect(refusal(() => energyDistance([[Number.POSITIVE_INFINITY]], [[1]]))).toBe(
      "RangeError: energyDistance: expected x to be finite, got Infinity at sample 0, feature 0",
    );
  });
});

describe("energyDistanceGradient(x, y, options)", () => {
  it.each([1, 3])("is the central difference in %d dimensions", async (d) => {
    const [x, y] = [
      hashedPoints(5, 7, d),
      hashedPoints(6, 6, d).map((point) => point.map((value) => value + 0.5)),
    ];
    for (const options of [{}, { xWeights: [1, 2, 3, 1, 2, 3, 1] }]) {
      const f = (points: number[][]) => energyDistance(points, y, options);
      const gradient = energyDistanceGradient(x, y, options);
      await expectPointsGradient(gradient, f, x);
    }
    expect(energyDistanceGradient(x, x).every((value) => Math.abs(value) < 1e-6)).toBe(true);
  });
});
