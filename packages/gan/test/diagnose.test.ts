import { describe, expect, it } from "vitest";
import { diagnose, type HealthMeasures } from "../src/index.js";

const healthy: HealthMeasures = {
  epoch: 1,
  batch: 0,
  accuracy: { real: 0.7, made: 0.6 },
  estimate: 0.4,
  estimateError: 0.1,
  certainty: 0.3,
  gradientNorm: 0.5,
  change: 0.05,
  spread: 0.9,
  classSpread: 0.9,
  shares: [0.3, 0.4, 0.3],
  realShares: [0.33, 0.33, 0.34],
  hasClasses: true,
  nearest: { made: 0.05, heldOut: 0.04 },
};
/** Reports with the same change in each, the first one apart. */
const reports = (...changes: Partial<HealthMeasures>[]) =>
  changes.map((change) => ({ ...healthy, ...change }));
const names = (history: HealthMeasures[]) => diagnose(history).map(({ failure }) => failure);

describe("diagnose(history)", () => {
  it.each<[string, Partial<HealthMeasures>]>([
    ["class-collapse", { shares: [0.9, 0.05, 0.05] }],
    ["class-collapse", { hasClasses: false, shares: [0.95, 0.05, 0], spread: 0.3 }],
    ["image-collapse", { spread: 0.01 }],
    ["image-collapse", { classSpread: 0.02 }],
    ["saturated-discriminator", { certainty: 0.995, accuracy: { real: 1, made: 1 } }],
    ["dead-generator", { gradientNorm: 0 }],
    ["dead-generator", { gradientNorm: Number.NaN }],
    ["dead-generator", { change: 0 }],
    ["negative-critic", { certainty: undefined, estimate: -0.5 }],
    ["copies", { nearest: { made: 0.001, heldOut: 0.04 } }],
  ])("flags %s from two reports in a row: %o", (failure, change) => {
    expect(names(reports({}, change, change))).toEqual([failure]);
    expect(names(reports(change, change))).toEqual([]); // the first report does not count
    expect(names(reports({}, change, {}))).toEqual([]); // it has passed
  });

  it("flags an oscillation from four reports", () => {
    const [a, b] = [{ shares: [0.8, 0.1, 0.1] }, { shares: [0.1, 0.1, 0.8] }];
    expect(names(reports({}, a, b, a, b))).toContain("oscillation");
    expect(names(reports({}, a, a, b, b))).not.toContain("oscillation");
  });

  it("is silent on a healthy run, on what is not known, and on a critic whose estimate is within its error", () => {
    expect(names(reports({}, {}, {}, {}))).toEqual([]);
    const unknown = { classSpread: undefined, change: undefined, nearest: { made: 0, heldOut: undefined } };
    expect(names(reports({}, unknown, unknown))).toEqual([]);
    const near = { certainty: undefined, estimate: -0.3 };
    expect(names(reports({}, near, near))).toEqual([]);
  });

  it("says what it saw, with the numbers", () => {
    const collapsed = { shares: [0.9, 0.05, 0.05] };
    expect(diagnose(reports({}, collapsed, collapsed))[0]!.message).toBe(
      "90 % of the made images are of class 0, 33 % of the real ones",
    );
    expect(() => diagnose(3 as never)).toThrow("diagnose: expected a list of health measures, got 3");
  });
});
