import { densityJensenShannon, ganValue, optimalDiscriminator } from "@elbowjs/divergences";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { generatedDensity, increasingGenerator } from "../src/index.js";

// Mock final 2024, question 5: data of density 2 − 2x on [0, 1], noise uniform there.
const data = (x: number) => (x >= 0 && x <= 1 ? 2 - 2 * x : 0);
const noise = (x: number) => (x >= 0 && x <= 1 ? 1 : 0);
const cumulative = (x: number) => 2 * x - x * x;
const best = (z: number) => 1 - Math.sqrt(1 - z);
const slopeOfBest = (z: number) => 1 / (2 * Math.sqrt(1 - z));
const grid = Array.from({ length: 1001 }, (_, i) => i / 1000);
const unit = { interval: [0, 1] } as const;

describe("increasingGenerator(cumulative)", () => {
  it("gives 1 − √(1 − z) for F(x) = 2x − x²", () => {
    const G = increasingGenerator(cumulative);
    // At z = 1 the slope of G is infinite: half of the digits are F's rounding.
    expectClose(grid.slice(0, -1).map(G), grid.slice(0, -1).map(best), { atol: 1e-12 });
    expectClose(G(1), 1, { atol: 2e-8 });
  });

  it("is the only increasing one: F(G(z)) = z, while the decreasing G(1 − z) has the same distribution", () => {
    const G = increasingGenerator(cumulative);
    expectClose(
      grid.map((z) => cumulative(G(z))),
      grid,
      { atol: 1e-15 },
    );
    const mirrored = grid.map((z) => G(1 - z)).toSorted((a, b) => a - b);
    expectClose(mirrored, grid.map(G), { atol: 1e-12 });
    // Any other increasing map misses the distribution somewhere.
    expect(Math.max(...grid.map((z) => Math.abs(cumulative(z * z) - z)))).toBeGreaterThan(0.1);
  });

  it("refuses what is no distribution, and z outside [0, 1]", () => {
    expect(() => increasingGenerator((x) => x / 2)).toThrow(
      "increasingGenerator: expected cumulative to be 1 at 1, got 0.5",
    );
    expect(() => increasingGenerator(cumulative, { interval: [1, 0] })).toThrow(RangeError);
    expect(() => increasingGenerator(cumulative)(1.5)).toThrow("expected z in [0, 1], got 1.5");
    expect(() => increasingGenerator(3 as never)).toThrow(TypeError);
  });
});

describe("generatedDensity(generator, { slope })", () => {
  it("of 1 − √(1 − z) is the data's, and the best discriminator says ½ everywhere", () => {
    const q = generatedDensity(best, { slope: slopeOfBest });
    const inside = grid.slice(0, -1);
    expectClose(inside.map(q), inside.map(data), { rtol: 1e-12, atol: 1e-12 });
    const D = optimalDiscriminator(data, q);
    // Towards x = 1, where both densities go to 0, their ratio loses digits.
    const clear = grid.filter((x) => x <= 0.99);
    expectClose(
      clear.map(D),
      clear.map(() => 0.5),
      { atol: 1e-12 },
    );
    expectClose(ganValue(data, q, unit).value, -Math.log(4), { atol: 1e-12 });
  });

  it("of G(z) = z is the noise's, and D* = (2 − 2x)/(3 − 2x)", () => {
    const q = generatedDensity((z) => z, { slope: () => 1 });
    const D = optimalDiscriminator(data, q);
    expectClose(
      grid.map(D),
      grid.map((x) => (2 - 2 * x) / (3 - 2 * x)),
      { atol: 1e-15 },
    );
    expectClose(q(2), 0);
    // By hand: JSD = ½(ln 2 + 1 − 1.5 ln 3) + ½(2 ln 2 − ½ − ¾ ln 3) = 1.5 ln 2 + ¼ − 1.125 ln 3.
    const jsd = 1.5 * Math.LN2 + 0.25 - 1.125 * Math.log(3);
    expectClose(densityJensenShannon(data, q, unit).value, jsd, { atol: 1e-12 });
    expectClose(ganValue(data, q, unit).value, 2 * jsd - Math.log(4), { atol: 1e-12 });
  });

  it("refuses a generator that does not grow", () => {
    expect(() => generatedDensity((z) => -z, { slope: () => -1 })).toThrow(
      "generatedDensity: expected an increasing generator, got 0 at 0 and -1 at 1",
    );
  });
});

describe("ganValue(p, q)", () => {
  it("is 2 JSD(p, q) − ln 4 with the best discriminator, for 1,000 pairs of densities, and no other reaches it", () => {
    let state = 1;
    const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
    for (let i = 0; i < 1000; i++) {
      const [a, b, c] = [2 * uniform() - 1, 0.8 * uniform() - 0.4, 0.2 + 0.6 * uniform()];
      const p = (x: number) => 1 + a * (2 * x - 1);
      const q = (x: number) => 1 + b * (3 * x * x - 1);
      const { value } = ganValue(p, q, unit);
      expect(Math.abs(value + Math.log(4) - 2 * densityJensenShannon(p, q, unit).value)).toBeLessThan(1e-12);
      if (i < 50)
        expect(ganValue(p, q, { ...unit, discriminator: () => c }).value).toBeLessThanOrEqual(value);
    }
    expect(ganValue(data, noise, unit).value).toBeGreaterThan(-Math.log(4));
  });
});
