import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { describe, expect, it } from "vitest";
import { normalQuantile } from "../src/corruption/normal-quantile.js";
import { type Corruption, gaussianNoise, maskingNoise, saltAndPepper } from "../src/index.js";
import fixture from "./fixtures/corruption.json" with { type: "json" };

// fixtures/corruption.json: SciPy and a Philox in Python, written by fixtures/make-corruption.py.

const half = new Float32Array(200_000).fill(0.5);
const share = (values: Float32Array, wanted: number) =>
  values.filter((value) => value === wanted).length / values.length;
const processes: Record<string, Corruption> = {
  masking: maskingNoise(0.3),
  "salt and pepper": saltAndPepper(0.4),
  Gaussian: gaussianNoise(0.5),
};

describe.each(Object.entries(processes))("%s", (_, corruption) => {
  it("apply(values, seed) gives the same numbers for the same seed, others for another", () => {
    const values = hashed(3, 1000).map(Math.abs);
    const first = corruption.apply(values, 2 ** 40 + 5);
    expect(corruption.apply(values, 2 ** 40 + 5)).toEqual(first);
    expect(corruption.apply(values, 2 ** 41 + 5)).not.toEqual(first);
    expect(corruption.apply(values, 5)).not.toEqual(first);
    expect(values).toEqual(hashed(3, 1000).map(Math.abs));
  });

  it("apply(values, seed) counts: the beginning does not depend on what follows", () => {
    const values = hashed(3, 103).map(Math.abs);
    const whole = corruption.apply(values, 1);
    for (const n of [0, 1, 3, 4, 5, 17])
      expect(corruption.apply(values.subarray(0, n), 1)).toEqual(whole.subarray(0, n));
  });

  it("slope, offset and noise(E x, E x²) are the moments that it has", () => {
    for (const x of [0, 0.25, 1]) {
      const drawn = corruption.apply(new Float32Array(100_000).fill(x), 11);
      const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
      const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
      // Four standard errors of 100,000 draws of deviation ≤ 0.5, and of their squares.
      expect(Math.abs(mean - (corruption.slope * x + corruption.offset))).toBeLessThan(0.0065);
      expect(Math.abs(variance - corruption.noise(x, x * x))).toBeLessThan(0.005);
    }
  });

  it("apply refuses other values and seeds", () => {
    expect(() => corruption.apply([0.5] as unknown as Float32Array, 0)).toThrow(
      /expected values as a Float32Array, got an array of 1/,
    );
    expect(() => corruption.apply(half, -1)).toThrow(/expected seed to be an integer ≥ 0, got -1/);
  });
});

describe("shares", () => {
  it("maskingNoise(p) sets a share p to 0", () => {
    expect(share(maskingNoise(0.3).apply(half, 0), 0)).toBeCloseTo(0.3, 2);
    expect(share(maskingNoise(0).apply(half, 0), 0)).toBe(0);
    expect(share(maskingNoise(1).apply(half, 0), 0)).toBe(1);
  });

  it("saltAndPepper(p) sets p/2 to 0 and p/2 to 1", () => {
    const drawn = saltAndPepper(0.4).apply(half, 0);
    expect(share(drawn, 0)).toBeCloseTo(0.2, 2);
    expect(share(drawn, 1)).toBeCloseTo(0.2, 2);
  });

  it("gaussianNoise(σ) draws a normal distribution: 68.27, 95.45 and 99.73 % within 1, 2 and 3 σ", () => {
    const drawn = gaussianNoise(0.5).apply(half, 4);
    const within = (k: number) =>
      drawn.filter((value) => Math.abs(value - 0.5) <= k * 0.5).length / drawn.length;
    // Four standard errors of a share of 200,000.
    for (const [k, wanted] of [
      [1, 0.6827],
      [2, 0.9545],
      [3, 0.9973],
    ] as const)
      expect(Math.abs(within(k) - wanted)).toBeLessThan(4 * Math.sqrt((wanted * (1 - wanted)) / 200_000));
  });

  it("their first numbers, to the bit, are those of another program: the same in every engine", () => {
    const { seed } = fixture;
    expect([...gaussianNoise(1).apply(new Float32Array(9), seed)]).toEqual(fixture.gaussian);
    expect([...maskingNoise(0.5).apply(new Float32Array(20).fill(1), seed)]).toEqual(fixture.masking);
    expect([...saltAndPepper(0.5).apply(new Float32Array(20).fill(0.5), seed)]).toEqual(
      fixture.saltAndPepper,
    );
  });
});

describe("normalQuantile(p)", () => {
  it("is SciPy's norm.ppf to 1e-14, from 1e-10 to 1 − 1e-10", () => {
    for (const [p, wanted] of fixture.quantiles as [number, number][])
      expectClose(normalQuantile(p), wanted, { rtol: p > 0.9999 ? 1e-9 : 1e-14, atol: 1e-16 });
  });
});

it.each([
  ["maskingNoise", () => maskingNoise(1.5), /maskingNoise: expected p in \[0, 1\], got 1.5/],
  ["saltAndPepper", () => saltAndPepper(Number.NaN), /saltAndPepper: expected p in \[0, 1\], got NaN/],
  ["gaussianNoise", () => gaussianNoise(-1), /gaussianNoise: expected sigma ≥ 0, got -1/],
])("%s refuses a level outside its interval", (_, make, message) => {
  expect(make).toThrow(message);
});
