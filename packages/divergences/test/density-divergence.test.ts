import { describe, expect, it } from "vitest";
import {
  densityJensenShannon,
  densityKlDivergence,
  ganValue,
  jensenShannon,
  optimalDiscriminator,
  quantileWasserstein,
} from "../src/index.js";
import { refusal } from "./refusal.js";

/** ECE/CS 559, mock final, question 5: the data's density, and that of the generator G(z) = z. */
const data = (x: number) => 2 - 2 * x;
const uniform = () => 1;
const interval = [0, 1] as const;

describe("the mock final's GAN: data 2 − 2x, generator G(z) = z, on [0, 1]", () => {
  it("D*(x) = (2 − 2x)/(3 − 2x), and 1/(3 − 2x) the other way round", () => {
    for (const x of [0, 0.1, 0.5, 0.9, 1]) {
      expect(optimalDiscriminator(data, uniform)(x)).toBe((2 - 2 * x) / (3 - 2 * x));
      expect(optimalDiscriminator(uniform, data)(x)).toBe(1 / (3 - 2 * x));
    }
  });

  it("KL, JS and the value of the game are the closed forms to 1e-12", () => {
    const near = (got: { value: number; error: number }, wanted: number) => {
      expect(Math.abs(got.value - wanted)).toBeLessThan(1e-12);
      expect(got.error).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));
    };
    near(densityKlDivergence(uniform, data, { interval }), 1 - Math.log(2));
    near(densityKlDivergence(data, uniform, { interval }), Math.log(2) - 0.5);
    // With m = (p + q)/2: KL(p ‖ m) = ln 2 + 1 − 1.5 ln 3, KL(q ‖ m) = 2 ln 2 − ½ − ¾ ln 3.
    const js = (Math.log(2) + 1 - 1.5 * Math.log(3) + 2 * Math.log(2) - 0.5 - 0.75 * Math.log(3)) / 2;
    expect(js).toBeCloseTo(0.053782, 6);
    near(densityJensenShannon(data, uniform, { interval }), js);
    near(ganValue(data, uniform, { interval }), 2 * js - Math.log(4));
  });

  it("the best generator G(z) = 1 − √(1 − z) is the data's quantile function: W₁ = 1/6, W₂² = 1/30 from the first one", () => {
    const first = (z: number) => z;
    const best = (z: number) => 1 - Math.sqrt(1 - z);
    expect(Math.abs(quantileWasserstein(first, best).value - 1 / 6)).toBeLessThan(1e-12);
    expect(Math.abs(quantileWasserstein(first, best, { p: 2 }).value ** 2 - 1 / 30)).toBeLessThan(1e-12);
    expect(quantileWasserstein(best, best, { p: 2 }).value).toBe(0);
  });

  it("any other discriminator does worse: the game's value is largest at D*", () => {
    const best = ganValue(data, uniform, { interval }).value;
    for (const shift of [-0.2, 0.1, 0.3]) {
      const other = (x: number) => optimalDiscriminator(data, uniform)(x) ** (1 + shift);
      expect(ganValue(data, uniform, { interval, discriminator: other }).value).toBeLessThan(best);
    }
    const blind = ganValue(data, uniform, { interval, discriminator: () => 0.5 });
    expect(blind.value).toBeCloseTo(-Math.log(4), 12);
    expect(ganValue(uniform, uniform, { interval }).value).toBeCloseTo(-Math.log(4), 12);
  });

  it("V(G, D*) + ln 4 = 2 JS for 1,000 pairs of distributions", () => {
    const random = (seed: number) => {
      const masses = Array.from({ length: 5 }, (_, i) => Math.abs(Math.sin(seed * 7.3 + i * 1.9 + seed * i)));
      return masses.map((mass) => mass / masses.reduce((x, y) => x + y, 0));
    };
    for (let seed = 1; seed <= 1000; seed++) {
      const [p, q] = [random(seed), random(seed + 5000)];
      // On five outcomes the game is a sum.
      const judge = optimalDiscriminator(
        (i) => p[i]!,
        (i) => q[i]!,
      );
      const value = p.reduce(
        (sum, _, i) => sum + p[i]! * Math.log(judge(i)) + q[i]! * Math.log(1 - judge(i)),
        0,
      );
      expect(Math.abs(value + Math.log(4) - 2 * jensenShannon(p, q))).toBeLessThan(1e-12);
    }
  });
});

describe("densityKlDivergence(p, q, options)", () => {
  it("infinite where q is 0 and p is not, and where a density jumps the error is kept", () => {
    const half = (x: number) => (x < 0.5 ? 2 : 0);
    expect(densityKlDivergence(uniform, half, { interval }).value).toBe(Infinity);
    expect(densityKlDivergence(half, uniform, { interval }).value).toBeCloseTo(Math.LN2, 11);
    const third = (x: number) => (x < 1 / 3 ? 3 : 0);
    expect(densityKlDivergence(third, uniform, { interval }).value).toBeCloseTo(Math.log(3), 11);
    expect(densityJensenShannon(third, (x) => (x > 0.4 ? 1 / 0.6 : 0), { interval }).value).toBeCloseTo(
      Math.LN2,
      11,
    );
  });

  it("logarithms of densities do not underflow", () => {
    const normal = (s: number) => (x: number) => -0.5 * (x / s) ** 2 - Math.log(s * Math.sqrt(2 * Math.PI));
    const wanted = Math.log(0.01) + 1 / (2 * 0.0001) - 0.5;
    const { value } = densityKlDivergence(normal(1), normal(0.01), { logarithmic: true, tolerance: 1e-9 });
    expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-12);
  });

  it("refuses what are no densities", () => {
    expect(refusal(() => densityKlDivergence(() => 0.9, uniform, { interval }))).toMatch(
      /^RangeError: densityKlDivergence: expected p to integrate to 1 over \[0, 1\], got 0\.[89]\d*; check the interval and the constant$/,
    );
    expect(refusal(() => densityKlDivergence(uniform, (x) => 4 * x - 1, { interval }))).toMatch(
      /^RangeError: densityKlDivergence: expected a density q ≥ 0, got -0\.\d+ at/,
    );
    expect(refusal(() => densityKlDivergence(uniform, () => Number.NaN, { interval }))).toMatch(
      /^RangeError: densityKlDivergence: expected densities that are numbers, got NaN near/,
    );
    expect(refusal(() => densityKlDivergence(uniform, uniform, { interval: [1, 0] }))).toBe(
      "RangeError: densityKlDivergence: expected interval to be [from, to] with from < to, got [1, 0]",
    );
    expect(refusal(() => densityJensenShannon(1 as never, uniform))).toBe(
      "TypeError: densityJensenShannon: expected p to be a function, got 1",
    );
    expect(
      quantileWasserstein(
        (u) => u,
        (u) => 1 / u,
      ),
    ).toEqual({ value: Infinity, error: 0 });
    // Heavy against thin tails: the divergence is infinite, and not a number is returned.
    const cauchy = (x: number) => -Math.log(Math.PI) - Math.log1p(x * x);
    const normal = (x: number) => -0.5 * x * x - 0.5 * Math.log(2 * Math.PI);
    expect(refusal(() => densityKlDivergence(cauchy, normal, { logarithmic: true }))).toMatch(
      /is it infinite/,
    );
  });
});
