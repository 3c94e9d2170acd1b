import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { recommendEta, stableEta } from "../src/index.js";

describe("recommendEta", () => {
  it("recommendEta({ b, n }) gives a run of T steps forty time constants: α = 40/T", () => {
    // T = ⌊60000/64⌋ = 937 steps, α = 40/937, η = 5α.
    expectClose(recommendEta({ b: 64, n: 60_000 }).eta, 200 / 937, { rtol: 1e-14 });
    expectClose(recommendEta({ b: 64, n: 60_000, epochs: 5 }).eta, 200 / 4685, { rtol: 1e-14 });
  });

  it("recommendEta never leaves what is stable for a cell of three times the equal share", () => {
    for (const b of [1, 2, 8, 64, 1024, 60_000]) {
      for (const k of [1, 2, 10, 100]) {
        const { eta, annealFrom } = recommendEta({ b, k, n: 60_000 });
        const safe = stableEta({ b, share: Math.min(1, 3 / k) });
        expect(eta).toBeLessThan(safe);
        expectClose(annealFrom, safe / 2, { rtol: 1e-15 });
      }
    }
    // b = N: two steps, so α = 40/2 is out of the question; 1/0.3 is the bound for the share 0.3.
    expectClose(recommendEta({ b: 60_000, n: 60_000, epochs: 2 }).eta, 3, { rtol: 1e-4 });
  });

  it("recommendEta({ reduction: 'mean' }) is 784 times as large: the same step", () => {
    const batch = recommendEta({ b: 64, n: 60_000 });
    const mean = recommendEta({ b: 64, n: 60_000, reduction: "mean" });
    expectClose(mean.eta, 784 * batch.eta, { rtol: 1e-14 });
    expectClose(mean.annealFrom, 784 * batch.annealFrom, { rtol: 1e-14 });
    expectClose(recommendEta({ b: 64, n: 60_000, reduction: "mean", features: 16 }).eta, 16 * batch.eta, {
      rtol: 1e-14,
    });
  });

  it("recommendEta gives the model's own answer beside its advice, and the nearest measurement", () => {
    const { theory, measured } = recommendEta({ b: 60, n: 60_000 });
    expect(theory).toContain("bias² equals variance at η = 4.48 and their sum is least at 4.92");
    expect(theory).toContain("in 1000 steps is best: α = 0.04.");
    expect(measured).toContain("b = 64, one epoch");
    expect(recommendEta({ b: 1, n: 1 }).measured).toContain("diverges at η = 4.5");
  });

  it("recommendEta refuses a run that is none", () => {
    expect(() => recommendEta({ b: 65, n: 64 })).toThrow(
      new RangeError("recommendEta: expected b ≤ n = 64, got 65"),
    );
    expect(() => recommendEta({ b: 0, n: 64 })).toThrow(
      new RangeError("recommendEta: expected b to be a positive integer, got 0"),
    );
    expect(() => recommendEta({ b: 1, n: 64, epochs: 0.5 })).toThrow(RangeError);
    expect(() => recommendEta({ b: 1, n: 64, k: 0 })).toThrow(RangeError);
    expect(() => recommendEta({ b: 1, n: 64, reduction: "none" as "mean" })).toThrow(TypeError);
  });
});
