import { hashedDoubles } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import { jensenShannon, jensenShannonGradient, klDivergence, klDivergenceGradient } from "../src/index.js";
import fixture from "./fixtures/scipy.json" with { type: "json" };
import { refusal } from "./refusal.js";

function distribution(salt: number, n: number): Float64Array {
  const masses = hashedDoubles(salt, n).map((value) => Math.abs(value));
  const total = masses.reduce((x, y) => x + y, 0);
  return masses.map((mass) => mass / total);
}

describe("klDivergence(p, q) and jensenShannon(p, q)", () => {
  it.each(fixture.probabilities)("are SciPy's, $p.length outcomes", ({ p, q, kl, js }) => {
    expect(Math.abs(klDivergence(p, q) - kl)).toBeLessThan(1e-14);
    expect(Math.abs(jensenShannon(p, q) - js)).toBeLessThan(1e-14);
  });

  it("infinite where q = 0 < p, and ln 2 where nothing is shared", () => {
    expect(klDivergence([0.5, 0.5], [1, 0])).toBe(Infinity);
    expect(klDivergence([1, 0], [0.5, 0.5])).toBe(Math.log(2));
    expect(jensenShannon([1, 0], [0, 1])).toBe(Math.LN2);
    // The smallest number there is, whose half is 0.
    expect(jensenShannon([1, 5e-324], [1, 0])).toBe(0);
  });

  it("≥ 0, JS ≤ ln 2, Pinsker's inequality, and the triangle inequality of √JS, for 300 triples", () => {
    for (let salt = 1; salt <= 300; salt++) {
      const [p, q, r] = [0, 1000, 2000].map((offset) => distribution(salt + offset, 2 + (salt % 30))) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      const variation = p.reduce((total, mass, i) => total + Math.abs(mass - q[i]!), 0) / 2;
      expect(klDivergence(p, q)).toBeGreaterThanOrEqual(2 * variation ** 2 - 1e-15);
      expect(klDivergence(p, p)).toBe(0);
      expect(jensenShannon(p, q)).toBeLessThanOrEqual(Math.LN2);
      expect(jensenShannon(p, q)).toBeCloseTo(jensenShannon(q, p), 15);
      const root = (a: Float64Array, b: Float64Array) => Math.sqrt(jensenShannon(a, b));
      expect(root(p, r)).toBeLessThanOrEqual(root(p, q) + root(q, r) + 1e-15);
    }
  });

  it("a sum off by rounding is divided out; more is refused, with how much", () => {
    expect(klDivergence([0.5 + 1e-11, 0.5], [0.5, 0.5])).toBeLessThan(1e-15);
    expect(refusal(() => klDivergence([0.5, 0.6], [0.5, 0.5]))).toBe(
      "RangeError: klDivergence: expected p to sum to 1, got 1.1, 0.100 too much; divide by the sum",
    );
    expect(refusal(() => jensenShannon([0.5, 0.5], [0.25, 0.5]))).toBe(
      "RangeError: jensenShannon: expected q to sum to 1, got 0.75, 0.250 too little; divide by the sum",
    );
    expect(refusal(() => klDivergence([1], [0.5, 0.5]))).toBe(
      "RangeError: klDivergence: expected p and q over the same outcomes, got 1 and 2",
    );
    expect(refusal(() => klDivergence([1.5, -0.5], [0.5, 0.5]))).toMatch(
      /^RangeError: klDivergence: expected p in \[0, .*\], got -0.5 at \[1\]$/,
    );
    expect(refusal(() => klDivergence([Number.NaN, 1], [0.5, 0.5]))).toMatch(/got NaN at \[0\]$/);
    expect(refusal(() => klDivergence([0, 0], [0.5, 0.5]))).toBe(
      "RangeError: klDivergence: expected p to have a mass above 0, got 2 zeros",
    );
    expect(refusal(() => klDivergence([], []))).toBe(
      "RangeError: klDivergence: expected at least one mass in p, got none",
    );
    expect(refusal(() => klDivergence(0.5 as never, [1]))).toBe(
      "TypeError: klDivergence: expected p to be a list of numbers, got 0.5",
    );
  });
});

describe.each([
  ["klDivergenceGradient", klDivergenceGradient, klDivergence],
  ["jensenShannonGradient", jensenShannonGradient, jensenShannon],
] as const)("%s(p, q)", (_, gradient, divergence) => {
  it("is the central difference along every exchange of mass between two outcomes", () => {
    const even = new Float64Array(6).fill(1 / 6);
    const half = (masses: Float64Array) => masses.map((mass, i) => (mass + even[i]!) / 2);
    const [p, q] = [half(distribution(1, 6)), half(distribution(2, 6))];
    const moved = (masses: Float64Array, i: number, change: number) =>
      masses.map((mass, k) => mass + (k === i ? change : k === i + 1 ? -change : 0));
    const { p: toP, q: toQ } = gradient(p, q);
    const step = 6e-6;
    for (let i = 0; i < 5; i++) {
      const differenceP = (divergence(moved(p, i, step), q) - divergence(moved(p, i, -step), q)) / (2 * step);
      const differenceQ = (divergence(p, moved(q, i, step)) - divergence(p, moved(q, i, -step))) / (2 * step);
      expect(Math.abs(toP[i]! - toP[i + 1]! - differenceP)).toBeLessThan(1e-6);
      expect(Math.abs(toQ[i]! - toQ[i + 1]! - differenceQ)).toBeLessThan(1e-6);
      expect(Math.abs(1.01 * (toQ[i]! - toQ[i + 1]!) - differenceQ)).toBeGreaterThan(1e-6);
    }
  });
});
