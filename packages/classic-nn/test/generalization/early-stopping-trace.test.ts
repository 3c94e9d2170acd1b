import { describe, expect, it } from "vitest";
import { earlyStoppingTrace, noisySine, polynomialFit } from "../../src/index.js";

const split = noisySine();
const trace = earlyStoppingTrace(split);
const last = trace.steps.at(-1)!;

describe("earlyStoppingTrace, lecture 11", () => {
  it("the training risk falls to the end, the held-out risk has its least before", () => {
    for (const [i, { trainRisk }] of trace.steps.slice(1).entries())
      expect(trainRisk).toBeLessThanOrEqual(trace.steps[i]!.trainRisk + 1e-15);
    expect(trace.best.step).toBeLessThan(last.step / 2);
    expect(last.testRisk).toBeGreaterThan(1.1 * trace.best.testRisk);
  });
  it("the best step is nearer to the start than the last", () => {
    expect(trace.best.distance).toBeLessThan(last.distance);
    expect(trace.steps[0]).toMatchObject({ step: 0, distance: 0 });
  });
  it("patience stops soon after a least, and no later than it ran out", () => {
    expect(trace.stopped!.step - trace.stopped!.stopping.bestEpoch).toBe(200);
  });
  it("the descent is on the way to the least-squares polynomial", () => {
    expect(last.trainRisk).toBeGreaterThan(polynomialFit(split.train, 12).risk);
    const low = earlyStoppingTrace(split, { degree: 2, steps: 2000 }).steps.at(-1)!;
    expect(low.trainRisk).toBeCloseTo(polynomialFit(split.train, 2).risk, 10);
  });
  it("refuses rates and steps outside their intervals", () => {
    expect(() => earlyStoppingTrace(split, { steps: 0 })).toThrow(
      new RangeError("earlyStoppingTrace: expected steps to be an integer in [1, 1000000], got 0"),
    );
  });
});
