import { expectClose } from "@elbowjs/test-kit/expect-close";
import { describe, expect, it } from "vitest";
import { depthFigure, depthTrace, identity } from "../../src/index.js";
import torch from "../fixtures/course-claims.json" with { type: "json" };

describe("depthTrace, lecture 13", () => {
  it("signals and gradients of a small network equal PyTorch's autograd", () => {
    const { signals, gradients } = depthTrace({ depth: 3, width: 8, seed: 5 });
    expectClose(signals, torch.shallow.signals, { rtol: 1e-11 });
    expectClose(gradients, torch.shallow.gradients, { rtol: 1e-11 });
  });
  it.each([0.5, 1, 1.5])("thirty layers of gain %d equal PyTorch's", (gain) => {
    const expected = torch.deep[gain === 1 ? "1.0" : (String(gain) as "0.5" | "1.5")];
    // Thirty products of 64 terms: rounding differs with their order.
    expectClose(depthTrace({ gain }).gradients, expected.gradients, { rtol: 1e-9 });
  });
  it("vanishes with gain ½, explodes with gain 1.5, and a linear network's grows like gain^L", () => {
    expect(depthTrace({ gain: 0.5 }).ratio).toBeLessThan(1e-8);
    expect(depthTrace({ gain: 1.5 }).ratio).toBeGreaterThan(4);
    const doubled = depthTrace({ gain: 2, activation: identity });
    const plain = depthTrace({ gain: 1, activation: identity });
    expectClose(doubled.ratio / plain.ratio, 2 ** 29, { rtol: 1e-9 });
  });
  it("normalising keeps every layer's gradient at 1", () => {
    expect([...depthTrace({ gain: 0.5, normalise: "layer" }).gradients]).toEqual(Array(30).fill(1));
  });
  it("depthFigure draws a line for each trace", () => {
    const svg = depthFigure({
      vanishing: depthTrace({ gain: 0.5 }),
      normalised: depthTrace({ normalise: "layer" }),
    });
    expect(svg).toContain("vanishing");
    expect(svg).not.toContain("NaN");
  });
  it("refuses a depth below 2 and another normalisation", () => {
    expect(() => depthTrace({ depth: 1 })).toThrow(
      new RangeError("depthTrace: expected depth to be an integer in [2, 1024], got 1"),
    );
    expect(() => depthTrace({ normalise: "batch" as never })).toThrow(
      "depthTrace: expected normalise to be one of 'none', 'layer', got \"batch\"",
    );
  });
});
