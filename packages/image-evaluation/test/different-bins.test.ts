import { defaultRng } from "@elbowjs/numpy-random";
import { describe, expect, it } from "vitest";
import { differentBins } from "../src/index.js";

/** Points around some of eight places on a ring. */
function ring(n: number, modes: number, seed: number) {
  const random = defaultRng(seed);
  const features = Array.from({ length: n }, () => {
    const angle = (2 * Math.PI * Number(random.integers(0, modes))) / 8;
    return [
      Math.cos(angle) + 0.05 * random.standardNormal(),
      Math.sin(angle) + 0.05 * random.standardNormal(),
    ];
  });
  return { features: features.flat(), width: 2 };
}

describe("differentBins(real, made)", () => {
  it("finds about the level's part different between two samples of one distribution", () => {
    const found = Array.from({ length: 20 }, (_, i) =>
      differentBins(ring(2000, 8, 2 * i), ring(2000, 8, 2 * i + 1), { bins: 20, seed: i }),
    );
    const total = found.reduce((sum, { different }) => sum + different, 0);
    // 400 tests at 5 %: 20 ± 5 standard errors of √(400 · 0.05 · 0.95) = 4.4; cells are not quite independent.
    expect(total).toBeGreaterThan(2);
    expect(total).toBeLessThan(42);
    expect(found[0]!.real.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(found[0]!.made.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  it("finds the modes that are missed", () => {
    const { different, bins, share } = differentBins(ring(2000, 8, 1), ring(2000, 5, 2), { bins: 40 });
    expect(bins).toBe(40);
    expect(different).toBeGreaterThan(20);
    expect(share).toBe(different / 40);
  });

  it("refuses too few rows, and options outside their range", () => {
    expect(() => differentBins(ring(10, 8, 1), ring(10, 8, 1))).toThrow("expected at least 20 real rows");
    expect(() => differentBins(ring(100, 8, 1), ring(10, 8, 1), { bins: 51 })).toThrow(
      "bins to be an integer in [2, 50], got 51",
    );
    expect(() => differentBins(ring(100, 8, 1), ring(10, 8, 1), { level: 1 })).toThrow(
      "level in (0, 1), got 1",
    );
  });
});
