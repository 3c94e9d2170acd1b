import { describe, expect, it } from "vitest";
import { bias, error, simulate, variance } from "../src/index.js";

describe("simulate", () => {
  it("the closed forms lie inside the simulation's confidence intervals", () => {
    // 4 standard errors, 7 cases, 2 statistics: a correct model fails with probability 1e-3 over all seeds, and the seeds are fixed.
    const cases = [
      { alpha: 0.05, b: 1, T: 30, a: 1, start: 0 },
      { alpha: 0.05, b: 64, T: 200, a: 0.1, start: 5 },
      { alpha: 0.5, b: 8, T: 3, a: 2, start: -4 },
      { alpha: 0.8985, b: 64, T: 50, a: 1, start: 0 },
      { alpha: 1, b: 64, T: 5, a: 1, start: 3 },
      { alpha: 1.7, b: 8, T: 40, a: 1, start: 0 },
      { alpha: 0.2, b: 16, T: 25, a: 0.2, noise: 3, start: 1 },
    ];
    cases.forEach((model, seed) => {
      const { noise = model.a } = model;
      const run = simulate({ ...model, runs: 4000, seed });
      const biasOff = Math.abs(run.bias - bias(model.alpha, model)) / run.biasStandardError;
      const varianceOff =
        Math.abs(run.variance - variance(model.alpha, { ...model, a: noise })) / run.varianceStandardError;
      expect(biasOff, `bias of case ${seed}`).toBeLessThan(4);
      expect(varianceOff, `variance of case ${seed}`).toBeLessThan(4);
    });
  });

  it("the interval is narrow enough to refuse a wrong law", () => {
    const model = { alpha: 0.5, b: 8, T: 40 };
    const run = simulate({ ...model, runs: 4000, seed: 1 });
    // The variance of a batch mean, a²/b, is three times that of the centre; the asymptotic bias of a smaller α is off too.
    expect(Math.abs(run.variance - 1 / 8) / run.varianceStandardError).toBeGreaterThan(20);
    expect(Math.abs(run.bias - bias(0.49)) / run.biasStandardError).toBeGreaterThan(4);
  });

  it("error is bias² + variance of the runs, as the mean of squares", () => {
    const run = simulate({ alpha: 0.3, b: 4, T: 10, runs: 500, seed: 3 });
    const meanSquare = run.offsets.reduce((sum, x) => sum + x * x, 0) / 500;
    expect(run.error).toBeCloseTo(meanSquare, 12);
    expect(run.bias ** 2 + (run.variance * 499) / 500).toBeCloseTo(meanSquare, 12);
    expect(Math.abs(run.error - error(0.3, { b: 4, T: 10 })) / run.error).toBeLessThan(0.1);
  });

  it("the same seed gives the same runs, another seed others", () => {
    const model = { alpha: 0.3, b: 4, T: 10, runs: 20 };
    expect(simulate({ ...model, seed: 5 }).offsets).toEqual(simulate({ ...model, seed: 5 }).offsets);
    expect(simulate({ ...model, seed: 6 }).offsets).not.toEqual(simulate({ ...model, seed: 5 }).offsets);
    expect(simulate({ ...model, seed: 2 ** 32 }).offsets).not.toEqual(
      simulate({ ...model, seed: 0 }).offsets,
    );
  });

  it("its noise is standard normal: mean, variance, kurtosis, tails, no correlation", () => {
    // α = 1, T = 1, b = 1: every offset is one normal. Standard errors at n = 2¹⁷: 1/√n, √(2/n), √(96/n) and of proportions.
    const n = 2 ** 17;
    const z = simulate({ alpha: 1, b: 1, T: 1, runs: n, seed: 11 }).offsets;
    const moment = (power: number) => z.reduce((sum, x) => sum + x ** power, 0) / n;
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
    const beyond = (limit: number) => z.filter((x) => Math.abs(x) > limit).length / n;
    expect(Math.abs(beyond(1.959963984540054) - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / n));
    expect(Math.abs(beyond(3) - 0.0026997960632601866)).toBeLessThan(4 * Math.sqrt(0.0027 / n));
    for (const lag of [1, 2, 3]) {
      let product = 0;
      for (let i = lag; i < n; i++) product += z[i]! * z[i - lag]!;
      expect(Math.abs(product / n)).toBeLessThan(4 / Math.sqrt(n));
    }
  });

  it("simulate refuses what it cannot run", () => {
    const model = { alpha: 0.5, b: 8, T: 10 };
    expect(() => simulate({ ...model, T: Infinity })).toThrow(
      new RangeError("simulate: expected T to be a positive integer, got Infinity"),
    );
    expect(() => simulate({ ...model, runs: 1 })).toThrow(
      new RangeError("simulate: expected runs to be an integer ≥ 2, got 1"),
    );
    expect(() => simulate({ ...model, seed: 0.5 })).toThrow(
      new RangeError("simulate: expected seed to be an integer, got 0.5"),
    );
    expect(() => simulate({ ...model, alpha: 2 })).toThrow(RangeError);
    expect(() => simulate({ ...model, b: NaN })).toThrow(RangeError);
    expect(() => simulate({ ...model, noise: NaN })).toThrow(
      new RangeError("simulate: expected noise to be a finite number, got NaN"),
    );
  });
});
