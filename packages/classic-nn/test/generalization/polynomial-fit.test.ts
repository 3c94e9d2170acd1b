import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { noisySine, polynomialFit, polynomialValues, powers } from "../../src/index.js";
import numpy from "../fixtures/course-claims.json" with { type: "json" };

const { train } = noisySine();

describe("polynomialFit", () => {
  it("noisySine() draws NumPy's points", () => {
    expectClose(train.x, numpy.polynomials.x, { rtol: 1e-14 });
    expectClose(train.y, numpy.polynomials.y, { rtol: 1e-12 });
  });
  it.each(numpy.polynomials.fits.map((fit) => [fit.degree, fit] as const))(
    "of degree %i equals numpy.polyfit",
    (degree, { coefficients, train: risk }) => {
      const fit = polynomialFit(train, degree);
      // The condition of the powers grows by a factor of ten every degree or so.
      expectClose(fit.coefficients, coefficients, { rtol: 1e-6, atol: 1e-7 });
      expectClose(fit.risk, risk, { rtol: 1e-8 });
    },
  );
  it("passes through n points from degree n − 1 on", () => {
    const few = { x: [-1, 0, 0.5, 1], y: [2, -1, 3, 0] };
    expect(polynomialFit(few, 3).risk).toBeLessThan(1e-24);
    expect(polynomialFit(few, 8).risk).toBeLessThan(1e-20);
    expect(polynomialFit(few, 2).risk).toBeGreaterThan(0.1);
  });
  it("with λ the coefficients are smaller and the risk larger", () => {
    const [free, held] = [polynomialFit(train, 9), polynomialFit(train, 9, { lambda: 0.01 })];
    expect(Math.hypot(...held.coefficients)).toBeLessThan(Math.hypot(...free.coefficients));
    expect(held.risk).toBeGreaterThan(free.risk);
  });
  it("powers and polynomialValues agree", () => {
    expect(powers([2, -1], 3).to2DArray()).toEqual([
      [1, 2, 4, 8],
      [1, -1, 1, -1],
    ]);
    expect([...polynomialValues([1, 0, 2], [3, -1])]).toEqual([19, 3]);
  });
  it("refuses degrees and λ outside their intervals, and curves of two lengths", () => {
    expect(() => polynomialFit(train, 1.5)).toThrow(
      new RangeError("polynomialFit: expected degree to be an integer ≥ 0, got 1.5"),
    );
    expect(() => polynomialFit(train, 1, { lambda: -1 })).toThrow(
      "polynomialFit: expected lambda in [0, ∞), got -1",
    );
    expect(() => polynomialFit({ x: [1, 2], y: [1] }, 1)).toThrow(
      "polynomialFit: expected y of shape [2], got [1]",
    );
  });
});
