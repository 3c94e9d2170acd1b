import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { balancedEta, bias, curves, error, optimalEta, table, toSvg, variance } from "../src/index.js";
import model from "./fixtures/model.json" with { type: "json" };

describe("curves", () => {
  it("curves({ b, etas }) tabulates the two curves and their sum", () => {
    const { points, balanced, optimal, b } = curves({ b: 64, etas: [1, 4.5] });
    expect(b).toBe(64);
    expect(points).toEqual(
      [1, 4.5].map((eta) => ({
        eta,
        alpha: eta / 5,
        bias2: bias(eta / 5) ** 2,
        variance: variance(eta / 5, { b: 64 }),
        error: error(eta / 5, { b: 64 }),
      })),
    );
    expect(balanced.eta).toBe(balancedEta(64));
    expect(optimal.eta).toBe(optimalEta(64));
  });

  it("curves({ b }) covers the stable interval, and no point lies below the optimum", () => {
    const { points, optimal } = curves({ b: 8, reduction: "mean" });
    expect(points.length).toBe(199);
    expectClose(points[0]!.alpha, 0.01, { rtol: 1e-14 });
    expectClose(points[198]!.alpha, 1.99, { rtol: 1e-14 });
    expect(Math.min(...points.map((p) => p.error))).toBeGreaterThanOrEqual(optimal.error);
  });

  it("curves({ b, T, start, noise }) draws the exact curves", () => {
    const [point] = curves({ b: 8, T: 5, start: 2, a: 0.5, noise: 3, etas: [1] }).points;
    expect(point!.error).toBe(error(0.2, { b: 8, T: 5, start: 2, a: 0.5, noise: 3 }));
    expect(point!.bias2 + point!.variance).toBe(point!.error);
  });

  it("curves refuses an unstable learning rate", () => {
    expect(() => curves({ b: 64, etas: [11] })).toThrow(/expected eta in \(0, 10\).*got 11/);
    expect(() => curves({ b: 0 })).toThrow(
      new RangeError("curves: expected b to be a positive integer, got 0"),
    );
  });
});

describe("table", () => {
  it("table(batchSizes) matches 60-digit decimals, the error included", () => {
    const rows = table(model.roots.map(({ b }) => b));
    rows.forEach((row, i) => {
      const expected = model.roots[i]!;
      expectClose(row.balancedEta, expected.balancedEta, { rtol: 1e-15 });
      expectClose(row.optimalEta, expected.optimalEta, { rtol: 1e-15 });
      expectClose(row.optimalError, expected.leastError, { rtol: 1e-14 });
      expect(row.balancedError).toBeGreaterThan(row.optimalError);
    });
  });

  it("table() lists the six usual batch sizes", () => {
    expect(table().map(({ b }) => b)).toEqual([1, 8, 64, 256, 1024, 60_000]);
  });
});

describe("toSvg", () => {
  it("toSvg(curves) draws three lines, two rules and no number that is none", () => {
    const svg = toSvg(curves({ b: 64 }));
    expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
    expect(svg.match(/<path d="M[^"]*L[^"]*" fill="none"/g)).toHaveLength(3);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(2);
    expect(svg).toContain("balance η = 4.493");
    expect(svg).toContain("least sum η = 4.927");
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("toSvg leaves a point with bias 0 out instead of drawing log 0", () => {
    expect(toSvg(curves({ b: 64, etas: [4, 4.5, 5, 5.5, 6] }))).not.toMatch(/NaN|Infinity/);
  });

  it("toSvg refuses a drawing without room or points", () => {
    expect(() => toSvg(curves({ b: 1 }), { width: 10 })).toThrow(
      new RangeError("toSvg: expected width ≥ 200 and height ≥ 150, got 10 × 400"),
    );
    expect(() => toSvg(curves({ b: 1, etas: [1] }))).toThrow(
      new RangeError("toSvg: expected curves of at least 2 points, got 1"),
    );
  });
});
