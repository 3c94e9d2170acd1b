import { hashedPoints } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import {
  densityJensenShannon,
  densityKlDivergence,
  featureStatistics,
  gaussianJensenShannon,
  gaussianKlDivergence,
} from "../src/index.js";
import fixture from "./fixtures/scipy.json" with { type: "json" };
import { refusal } from "./refusal.js";

const normal = (mean: number, deviation: number) => (x: number) =>
  -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation * Math.sqrt(2 * Math.PI));

describe("gaussianKlDivergence(a, b) and gaussianJensenShannon(a, b)", () => {
  it.each(fixture.gaussians)(
    "are NumPy's closed form and sum over a grid, mean $a.mean",
    ({ a, b, kl, js }) => {
      expect(Math.abs(gaussianKlDivergence(a, b) / kl - 1)).toBeLessThan(1e-11);
      if (js !== undefined) expect(Math.abs(gaussianJensenShannon(a, b) - js)).toBeLessThan(1e-11);
      expect(Math.abs(gaussianJensenShannon(a, b) - gaussianJensenShannon(b, a))).toBeLessThan(1e-13);
    },
  );

  it.each([
    [0, 1, 0, 1],
    [0, 1, 1, 2],
    [0, 1, 0.001, 1],
    [0, 1, 30, 1],
    [0, 1, 0, 1e-3],
    [3, 0.2, -1, 5],
  ])("are the quadrature of the densities N(%d, %d²) and N(%d, %d²)", (m1, s1, m2, s2) => {
    const [a, b] = [
      { mean: [m1], covariance: [s1 * s1] },
      { mean: [m2], covariance: [s2 * s2] },
    ];
    const options = { logarithmic: true };
    const kl = densityKlDivergence(normal(m1, s1), normal(m2, s2), options);
    const js = densityJensenShannon(normal(m1, s1), normal(m2, s2), options);
    expect(Math.abs(gaussianKlDivergence(a, b) - kl.value)).toBeLessThan(1e-11 * (1 + kl.value));
    expect(Math.abs(gaussianJensenShannon(a, b) - js.value)).toBeLessThan(1e-12);
  });

  it("takes statistics of points; independent features add up for KL", () => {
    const [a, b] = [featureStatistics(hashedPoints(1, 30, 3)), featureStatistics(hashedPoints(2, 30, 3))];
    expect(gaussianKlDivergence(a, a)).toBeLessThan(1e-14);
    expect(gaussianJensenShannon(a, a)).toBeLessThan(1e-14);
    expect(gaussianKlDivergence(a, b)).toBeGreaterThan(0);
    const one = { mean: [1], covariance: [2] };
    const other = { mean: [0], covariance: [1] };
    const both = (g: typeof one) => ({
      mean: [...g.mean, ...g.mean],
      covariance: [...g.covariance, 0, 0, ...g.covariance],
    });
    expect(gaussianKlDivergence(both(one), both(other))).toBeCloseTo(
      2 * gaussianKlDivergence(one, other),
      14,
    );
  });

  it("a Gaussian on a plane has no density: KL infinite, JS ln 2; as b it is refused", () => {
    const flat = { mean: [0, 0], covariance: [1, 1, 1, 1] };
    const round = { mean: [0, 0], covariance: [1, 0, 0, 1] };
    expect(gaussianKlDivergence(flat, round)).toBe(Infinity);
    expect(gaussianJensenShannon(flat, round)).toBe(Math.LN2);
    expect(refusal(() => gaussianKlDivergence(round, flat))).toBe(
      "RangeError: gaussianKlDivergence: expected a positive definite covariance of b, got one that is singular at feature 1; take more points than features",
    );
    expect(refusal(() => gaussianKlDivergence(round, { mean: [1], covariance: [1] }))).toBe(
      "RangeError: gaussianKlDivergence: expected Gaussians of equally many features, got 2 and 1",
    );
    expect(refusal(() => gaussianKlDivergence(round, { mean: [1, 2], covariance: [1] }))).toBe(
      "RangeError: gaussianKlDivergence: expected b to have a mean of d ≥ 1 numbers and a covariance of d × d, got 2 and 1 numbers",
    );
    expect(refusal(() => gaussianKlDivergence(round, 3 as never))).toBe(
      "TypeError: gaussianKlDivergence: expected b to have mean and covariance, got 3",
    );
    expect(refusal(() => gaussianKlDivergence({ ...round, mean: [0, Number.NaN] }, round))).toBe(
      "RangeError: gaussianKlDivergence: expected a.mean to be finite, got NaN at [1]",
    );
  });
});
