import { describe, expect, it } from "vitest";
import { classBalance } from "../src/index.js";
import fixture from "./fixtures/measures.json" with { type: "json" };

describe("classBalance(counts)", () => {
  it.each(fixture.balance)("is SciPy's chisquare of $counts", ({ counts, chiSquare, pValue }) => {
    const found = classBalance(counts);
    expect(found.chiSquare).toBeCloseTo(chiSquare, 9);
    expect(Math.abs(found.pValue - pValue)).toBeLessThan(1e-12);
    expect(found.rarest).toBe(Math.min(...counts) / counts.reduce((a, b) => a + b));
  });

  it("takes the shares that are expected", () => {
    const { chiSquare, pValue } = classBalance([12, 30, 58], [2, 3, 5]);
    expect(chiSquare).toBeCloseTo(fixture.expected.chiSquare, 12);
    expect(pValue).toBeCloseTo(fixture.expected.pValue, 12);
  });

  it("refuses what is no count and no share", () => {
    expect(() => classBalance([3])).toThrow(
      "expected the counts of at least two classes, with a share each, got 1 and 1",
    );
    expect(() => classBalance([1, 2], [1])).toThrow(RangeError);
    expect(() => classBalance([0, 0])).toThrow("classBalance: expected at least one image, got none");
    expect(() => classBalance([1, 0.5])).toThrow("every count to be an integer ≥ 0, got 0.5");
    expect(() => classBalance([1, 2], [1, 0])).toThrow("every share > 0, got 0");
  });
});
