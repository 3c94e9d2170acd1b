import { defaultRng, type Generator } from "@elbowjs/numpy-random";
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

  it("finds N(0, 1) against N(½, 1) from 100 points each with power ≥ 0.9 at σ = 2, above 0.8 at the median", () => {
    for (const [bandwidth, power] of [
      [2, 0.9],
      ["median", 0.8],
    ] as const) {
      const rng = defaultRng(2);
      let rejected = 0;
      for (let seed = 0; seed < 300; seed++) {
        const options = { permutations: 199, seed, bandwidth };
        rejected += Number(mmdTest(draws(rng, 100, 0), draws(rng, 100, 0.5), options).pValue <= 0.05);
      }
      expect(rejected / 300).toBeGreaterThanOrEqual(power);
    }
  });

  it("its statistic is mmdSquared, its p-value the same bits for the same seed, at least 1/(1 + permutations)", () => {
    const rng = defaultRng(3);
    const [x, y] = [draws(rng, 40, 0), draws(rng, 33, 3)];
    const { statistic, pValue } = mmdTest(x, y, { permutations: 199 });
    expect(statistic).toBeCloseTo(mmdSquared(x, y), 13);
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
