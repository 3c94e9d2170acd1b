import { describe, expect, it } from "vitest";
import { expectClose, firstMismatch } from "../src/expect-close.js";

describe("expectClose(got, want, { rtol, atol })", () => {
  it("allows atol + rtol·|want| and no more", () => {
    expectClose([110, 0.5], [100, 0], { rtol: 0.1, atol: 0.5 });
    expect(firstMismatch([111], [100], { rtol: 0.1, atol: 0.5 })).toBe(
      "entry 0: expected 100 ± 10.5, got 111",
    );
    expect(() => expectClose(1 + 2e-12, 1)).toThrow("entry 0: expected 1 ± ");
    expectClose(1 + 5e-13, 1);
  });

  it("takes NaN for NaN alone, and an infinity for itself alone, whatever the tolerance", () => {
    const wide = { rtol: 1, atol: Number.MAX_VALUE };
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expectClose(odd, odd, wide);
    for (const want of odd)
      for (const got of [...odd, 0]) {
        if (!Object.is(got, want)) expect(firstMismatch(got, want, wide)).toBeDefined();
      }
    expect(firstMismatch(Number.NaN, 0, wide)).toBeDefined();
    expectClose(-0, 0);
  });

  it("compares nestings, typed arrays and matrices, in order and in number", () => {
    expectClose([[1, 2], Float32Array.of(3)], Float64Array.of(1, 2, 3));
    expectClose({ to1DArray: () => [1, 2] }, [1, 2]);
    expect(firstMismatch([1, 2], [1])).toBe("expected 1 numbers, got 2");
    expect(firstMismatch([2, 1], [1, 2])).toContain("entry 0");
  });
});
