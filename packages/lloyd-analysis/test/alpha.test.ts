import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { alphaFromEta, etaFromAlpha, stableEta } from "../src/index.js";

describe("alphaFromEta, etaFromAlpha", () => {
  it("alphaFromEta(eta) is η/5 for ten clusters, as the source has it", () => {
    expect(alphaFromEta(4.5)).toBe(0.9);
    expect(etaFromAlpha(0.9)).toBe(4.5);
  });

  it("alphaFromEta(eta, { reduction: 'mean' }) is η/5/784", () => {
    expectClose(alphaFromEta(4.5, { reduction: "mean" }), 4.5 / 5 / 784, { rtol: 1e-15 });
    expectClose(etaFromAlpha(1, { reduction: "mean", features: 64 }), 320, { rtol: 1e-15 });
  });

  it("alphaFromEta(eta, { share }) is the general law 2 η |V|/b", () => {
    // A cell of 13 of 64 points: α = 2 · 1.5 · 13/64 = 0.609375, exact in binary.
    expect(alphaFromEta(1.5, { share: 13 / 64 })).toBe(0.609375);
  });

  it("alphaFromEta(eta, { loss: 'half-squared' }) lacks the 2 of the gradient", () => {
    expect(alphaFromEta(3, { loss: "half-squared" })).toBeCloseTo(0.3, 15);
  });

  it("alphaFromEta equals one gradient step on a batch, for every option", () => {
    // c ← c − η ∂L/∂c with the gradient of the loss itself by central differences (exact for a quadratic, up to rounding).
    const points = [0.3, -1.2, 2.5];
    const mean = points.reduce((a, b) => a + b) / points.length;
    const [b, features, eta, c] = [20, 7, 0.8, 4];
    for (const reduction of ["batch", "mean"] as const) {
      for (const loss of ["squared", "half-squared"] as const) {
        const value = (center: number) =>
          points.reduce((sum, x) => sum + (x - center) ** 2, 0) /
          (b * (reduction === "mean" ? features : 1) * (loss === "squared" ? 1 : 2));
        const stepped = c - (eta * (value(c + 0.5) - value(c - 0.5))) / 1;
        const alpha = alphaFromEta(eta, { share: points.length / b, reduction, features, loss });
        expectClose(stepped, (1 - alpha) * c + alpha * mean, { rtol: 1e-14 });
      }
    }
  });

  it("etaFromAlpha inverts alphaFromEta for any options", () => {
    for (const k of [1, 3, 10, 100]) {
      for (const reduction of ["batch", "mean"] as const) {
        for (const alpha of [1e-6, 0.3, 1, 1.999]) {
          const options = { k, reduction, features: 50 };
          expectClose(alphaFromEta(etaFromAlpha(alpha, options), options), alpha, { rtol: 1e-15 });
        }
      }
    }
  });

  it("alphaFromEta refuses an unstable η and names the range", () => {
    expect(() => alphaFromEta(10)).toThrow(
      new RangeError("alphaFromEta: expected eta in (0, 10), where |1 − α| < 1, got 10"),
    );
    for (const eta of [0, -1, NaN, Infinity]) expect(() => alphaFromEta(eta)).toThrow(RangeError);
    expect(() => etaFromAlpha(2)).toThrow(
      new RangeError("etaFromAlpha: expected alpha in (0, 2), where |1 − α| < 1, got 2"),
    );
    for (const alpha of [0, -0.1, NaN]) expect(() => etaFromAlpha(alpha)).toThrow(RangeError);
  });

  it("alphaFromEta refuses bad options", () => {
    expect(() => alphaFromEta(1, { k: 2.5 })).toThrow(
      new RangeError("alphaFromEta: expected k to be a positive integer, got 2.5"),
    );
    expect(() => alphaFromEta(1, { share: 0 })).toThrow(
      new RangeError("alphaFromEta: expected share in (0, 1], got 0"),
    );
    expect(() => alphaFromEta(1, { features: 0 })).toThrow(RangeError);
    expect(() => alphaFromEta(1, { reduction: "sum" as "mean" })).toThrow(
      new TypeError('alphaFromEta: expected reduction "batch" or "mean", got "sum"'),
    );
    expect(() => alphaFromEta(1, { loss: "l1" as "squared" })).toThrow(TypeError);
  });
});

describe("stableEta", () => {
  it("stableEta() is 1/share, where α reaches 2", () => {
    expect(stableEta()).toBe(10);
    expect(stableEta({ k: 4 })).toBe(4);
    expect(stableEta({ share: 1 })).toBe(1);
  });

  it("stableEta({ b }) is b/(1 + (b − 1)/k) for random counts", () => {
    expectClose(stableEta({ b: 1 }), 1, { rtol: 1e-15 });
    expectClose(stableEta({ b: 8 }), 8 / 1.7, { rtol: 1e-15 });
    expectClose(stableEta({ b: 64 }), 64 / 7.3, { rtol: 1e-15 });
    expectClose(stableEta({ b: 64, reduction: "mean" }), (784 * 64) / 7.3, { rtol: 1e-15 });
  });

  it("stableEta({ b }) is where E[(1 − α_i)²] over the binomial counts is 1", () => {
    for (const [b, share] of [
      [1, 0.1],
      [8, 0.1],
      [20, 0.37],
    ] as const) {
      const eta = stableEta({ b, share });
      let [expected, probability] = [0, (1 - share) ** b]; // of 0 points in the cell
      for (let count = 0; count <= b; count++) {
        expected += probability * (1 - (2 * eta * count) / b) ** 2;
        probability *= ((b - count) / (count + 1)) * (share / (1 - share));
      }
      expectClose(expected, 1, { rtol: 1e-12 });
    }
  });

  it("stableEta refuses a batch size that is none", () => {
    expect(() => stableEta({ b: 0 })).toThrow(
      new RangeError("stableEta: expected b to be a positive integer, got 0"),
    );
  });
});
