import { bias, variance } from "@elbowjs/lloyd-analysis";
import { describe, expect, it } from "vitest";
import { Chase } from "../live/lloyd/chase.js";

describe("Chase", () => {
  it.each([
    { alpha: 0.1, b: 64, drift: 1 },
    { alpha: 0.5, b: 4, drift: 0.1 },
    { alpha: 1.2, b: 16, drift: 1 },
  ])("lags and scatters as the model says, at α = $alpha", ({ alpha, b, drift }) => {
    const chase = new Chase(4000, 1);
    for (let i = 0; i < 300; i++) chase.step({ alpha, b, drift });
    const { lag, spread } = chase.measured();
    const deviation = Math.sqrt(variance(alpha, { b }));
    // Four standard errors of a mean, and of a deviation, of 4,000 normal numbers.
    expect(Math.abs(lag - bias(alpha, { a: drift }))).toBeLessThan((4 * deviation) / Math.sqrt(4000));
    expect(Math.abs(spread / deviation - 1)).toBeLessThan(4 / Math.sqrt(8000));
    // A control: the lag of another α is told apart.
    expect(Math.abs(lag - bias(0.9 * alpha, { a: drift }))).toBeGreaterThan(
      (4 * deviation) / Math.sqrt(4000),
    );
  });
});
