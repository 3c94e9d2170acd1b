import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { bias, error, variance } from "../src/index.js";
import model from "./fixtures/model.json" with { type: "json" };

describe("bias, variance and error", () => {
  it("bias(alpha, { a, T, start }) equals the recurrence run in exact fractions", () => {
    // Python's fractions: fixtures/make-model.py. The absolute part is for α > 1, where the drift sum alternates.
    for (const { alpha, T, a, start, bias: expected } of model.recurrences) {
      expectClose(bias(alpha, { a, T, start }), expected, { rtol: 1e-12, atol: alpha > 1 ? 1e-13 : 0 });
    }
  });

  it("variance(alpha, { a, b, T }) equals the recurrence run in exact fractions", () => {
    for (const { alpha, T, a, b, variance: expected } of model.recurrences) {
      expectClose(variance(alpha, { a, b, T }), expected, { rtol: 1e-13 });
    }
  });

  it("bias(alpha) and variance(alpha) are the source's asymptotic forms", () => {
    for (const alpha of [0.01, 0.5, 0.9, 1, 1.5]) {
      expectClose(bias(alpha, { a: 3 }), (3 * (1 - alpha)) / alpha, { rtol: 1e-15 });
      expectClose(variance(alpha, { a: 3, b: 64 }), ((9 / 64) * alpha) / (2 - alpha), { rtol: 1e-15 });
    }
  });

  it("bias and variance tend to their asymptotic forms as T grows", () => {
    for (const alpha of [0.05, 0.4, 0.9, 1.3]) {
      let gaps = { bias: Infinity, variance: Infinity };
      for (const T of [10, 40, 160, 640]) {
        const next = {
          bias: Math.abs(bias(alpha, { T, start: 5 }) - bias(alpha)),
          variance: Math.abs(variance(alpha, { b: 8, T }) - variance(alpha, { b: 8 })),
        };
        expect(next.bias <= gaps.bias && next.variance <= gaps.variance).toBe(true);
        gaps = next;
      }
      expectClose(gaps.bias, 0, { atol: 1e-11 });
      expectClose(gaps.variance, 0, { atol: 1e-15 });
    }
  });

  it("bias(1) is 0 and variance(1) is a²/b: a plain batch mean, whatever T", () => {
    for (const T of [1, 2, 100, Infinity]) {
      expect(bias(1, { T, start: 7 })).toBeCloseTo(0, 15);
      expect(variance(1, { b: 64, T })).toBe(1 / 64);
    }
  });

  it("bias(alpha, { T }) with no drift is the (1 − α)^T (C₀ − M) that the source drops", () => {
    expectClose(bias(0.1, { a: 0, T: 50, start: -2 }), -2 * 0.9 ** 50, { rtol: 1e-13 });
    expectClose(bias(1.5, { a: 0, T: 3, start: 8 }), -1, { rtol: 1e-15 });
  });

  it("error(alpha) is bias² + variance, with a noise of its own if given", () => {
    const [alpha, b, T, start] = [0.3, 16, 20, 2];
    expectClose(
      error(alpha, { a: 0.5, noise: 3, b, T, start }),
      bias(alpha, { a: 0.5, T, start }) ** 2 + variance(alpha, { a: 3, b, T }),
      { rtol: 1e-15 },
    );
    expect(error(alpha, { b, a: 2 })).toBe(4 * error(alpha, { b }));
  });

  it("bias and variance refuse what is outside their intervals, with the whole message", () => {
    expect(() => bias(2)).toThrow(new RangeError("bias: expected alpha in (0, 2), where |1 − α| < 1, got 2"));
    expect(() => bias(0.5, { T: 2.5 })).toThrow(
      new RangeError("bias: expected T to be a positive integer or Infinity, got 2.5"),
    );
    expect(() => bias(0.5, { start: NaN })).toThrow(
      new RangeError("bias: expected start to be a finite number, got NaN"),
    );
    expect(() => variance(0.5, { b: 0 })).toThrow(
      new RangeError("variance: expected b to be a positive integer, got 0"),
    );
    expect(() => variance(0.5, { b: 1.5 })).toThrow(RangeError);
    expect(() => variance(0.5, { b: 1, T: 0 })).toThrow(RangeError);
    expect(() => variance(0.5, { b: 1, a: Infinity })).toThrow(RangeError);
    for (const alpha of [0, -1, NaN, Infinity]) {
      expect(() => bias(alpha)).toThrow(RangeError);
      expect(() => variance(alpha, { b: 1 })).toThrow(RangeError);
      expect(() => error(alpha, { b: 1 })).toThrow(RangeError);
    }
  });
});

it("variance and error without options say what b is, instead of failing to take it apart", () => {
  const message = "expected options with b, points per batch, got undefined";
  expect(() => variance(0.5, undefined as never)).toThrow(new TypeError(`variance: ${message}`));
  expect(() => error(0.5, undefined as never)).toThrow(new TypeError(`error: ${message}`));
});
