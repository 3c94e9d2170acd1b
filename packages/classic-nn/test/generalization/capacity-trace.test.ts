import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { capacityFigure, capacityTrace, noisySine, polynomialFigure } from "../../src/index.js";
import numpy from "../fixtures/course-claims.json" with { type: "json" };

const split = noisySine();
const trace = capacityTrace(split, { degrees: Array.from({ length: 11 }, (_, k) => k) });

describe("capacityTrace, lecture 11", () => {
  it("training and test risk of each degree equal NumPy's", () => {
    for (const [i, fit] of numpy.polynomials.fits.entries()) {
      expectClose(trace[i]!.trainRisk, fit.train, { rtol: 1e-8 });
      expectClose(trace[i]!.testRisk, fit.test, { rtol: 1e-6 });
    }
  });
  it("the training risk only falls, the test risk falls first and rises then", () => {
    for (const [i, { trainRisk }] of trace.slice(1).entries())
      expect(trainRisk).toBeLessThanOrEqual(trace[i]!.trainRisk);
    const tests = trace.map(({ testRisk }) => testRisk);
    expect(tests.indexOf(Math.min(...tests))).toBe(3);
    expect(tests[0]! / tests[3]!).toBeGreaterThan(3);
    expect(tests[10]! / tests[3]!).toBeGreaterThan(100);
  });
  it("what over-fits is sensitive to one label", () => {
    expect(trace[10]!.sensitivity).toBeGreaterThan(10 * trace[3]!.sensitivity);
  });
  it("more data delay the over-fitting", () => {
    const [few, many] = [15, 150].map((train) => capacityTrace(noisySine({ train }), { degrees: [10] })[0]!);
    expect(many!.testRisk).toBeLessThan(few!.testRisk / 100);
  });
  it("a penalty tames the same degree", () => {
    const [held] = capacityTrace(split, { degrees: [10], lambda: 0.01 });
    expect(held!.testRisk).toBeLessThan(2 * trace[3]!.testRisk);
    expect(held!.sensitivity).toBeLessThan(trace[10]!.sensitivity / 10);
  });
  it("the figures draw a line for each series", () => {
    expect(capacityFigure(trace)).toContain("Risk against capacity");
    const svg = polynomialFigure(split, trace.slice(2, 5));
    expect(svg).toContain("degree 4");
    expect(capacityFigure(trace) + svg).not.toContain("NaN");
  });
});
