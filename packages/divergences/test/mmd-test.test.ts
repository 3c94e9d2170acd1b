import { defaultRng, type Generator } from "@elbowjs/numpy-random";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { describe, expect, it } from "vitest";
import { mmdSquared, mmdTest } from "../src/index.js";
import { refusal } from "./refusal.js";

const draws = (rng: Generator, n: number, mean: number) =>
  Array.from(rng.normal(mean, 1, n), (value) => [value]);

describe("mmdTest(x, y, { permutations, seed })", () => {
  it("rejects 5 % ± 1.5 of 1,000 null draws at level 0.05", () => {
    const rng = defaultRng(1);
    let rejected = 0;
    for (let seed = 0; seed < 1000; seed++)
      rejected += Number(
        mmdTest(draws(rng, 25, 0), draws(rng, 35, 0), { permutations: 99, seed }).pValue <= 0.05,
      );
    expect(Math.abs(rejected / 1000 - 0.05)).toBeLessThanOrEqual(0.015);
  });

  // 0.9 is the power; 150 trials, three standard errors below it, are quicker.
  const [trials, least] = isThorough("mmdTest's power from 1,000 trials") ? [1000, 0.9] : [150, 0.83];
  it(`finds N(0, 1) against N(½, 1) from 100 points each with power ≥ ${least}, ${trials} trials`, () => {
    const rng = defaultRng(2);
    let rejected = 0;
    for (let seed = 0; seed < trials; seed++)
      rejected += Number(
        mmdTest(draws(rng, 100, 0), draws(rng, 100, 0.5), { permutations: 199, seed }).pValue <= 0.05,
      );
    expect(rejected / trials).toBeGreaterThanOrEqual(least);
  });

  it("finds a difference of shapes that a large bandwidth does not see, and says at which σ", () => {
    const rng = defaultRng(6);
    // Two bumps of mean 0 and variance 1.
    const x = Array.from(rng.normal(0, 0.5, 300), (value, i) => [value + (i % 2 ? 1 : -1) * Math.sqrt(0.75)]);
    const y = draws(rng, 300, 0);
    const { bandwidth, pValue, statistic } = mmdTest(x, y, { permutations: 199 });
    expect(pValue).toBeLessThanOrEqual(0.05);
    expect(statistic).toBeCloseTo(mmdSquared(x, y, { bandwidth }), 13);
    expect(bandwidth as number).toBeLessThan(1);
    expect(mmdTest(x, y, { permutations: 199, bandwidth: 8 }).pValue).toBeGreaterThan(0.05);
  });

  it("its statistic is mmdSquared, its p-value the same bits for the same seed, at least 1/(1 + permutations)", () => {
    const rng = defaultRng(3);
    const [x, y] = [draws(rng, 40, 0), draws(rng, 33, 3)];
    const { statistic, bandwidth, pValue } = mmdTest(x, y, { permutations: 199 });
    expect(statistic).toBeCloseTo(mmdSquared(x, y, { bandwidth }), 13);
    const atMedian = mmdTest(x, y, { permutations: 19, bandwidth: "median" });
    expect(atMedian.statistic).toBeCloseTo(mmdSquared(x, y), 13);
    expect(mmdTest(x, y, { permutations: 19, bandwidth: [1, 2] }).bandwidth).toEqual([1, 2]);
    expect(pValue).toBe(1 / 200);
    expect(mmdTest(x, y, { seed: 4 })).toEqual(mmdTest(x, y, { seed: 4 }));
    expect(mmdTest(x, [...x].reverse(), { permutations: 199 }).pValue).toBeGreaterThan(0.9);
  });

  it("refuses one point, no permutation, weights", () => {
    expect(refusal(() => mmdTest([[1]], [[2], [3]]))).toBe(
      "RangeError: mmdTest: expected at least 2 points in x and in y, got 1 and 2",
    );
    expect(refusal(() => mmdTest([[1], [2]], [[2], [3]], { permutations: 0 }))).toBe(
      "RangeError: mmdTest: expected permutations to be an integer ≥ 1, got 0",
    );
    expect(refusal(() => mmdTest([[1], [2]], [[2], [3]], { xWeights: [1, 1] } as never))).toMatch(
      /^TypeError: mmdTest: expected the options permutations, seed, bandwidth, got xWeights/,
    );
  });
});
