import { describe, expect, it } from "vitest";
import { helloTrace, type RecurrentWeights, unrolledFigure, unrolledNetwork } from "../src/index.js";

const { weights } = helloTrace({ steps: 3, seed: 2 });

/** Central differences of the loss with respect to each weight, Richardson's combination of two. */
function differences(name: keyof RecurrentWeights): number[][] {
  const moved = (i: number, j: number, step: number): number => {
    const rows = weights[name].map((row, r) =>
      row.map((value, c) => (r === i && c === j ? value + step : value)),
    );
    return unrolledNetwork({ ...weights, [name]: rows }).loss;
  };
  const slope = (i: number, j: number, h: number): number => (moved(i, j, h) - moved(i, j, -h)) / (2 * h);
  return weights[name].map((row, i) => row.map((_, j) => (4 * slope(i, j, 1e-3) - slope(i, j, 2e-3)) / 3));
}

const farthest = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number =>
  Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));

describe("unrolledNetwork(weights)", () => {
  it("has the gradients that central differences give, to 1e-9", () => {
    const { gradients } = unrolledNetwork(weights);
    for (const name of ["U", "W", "V"] as const)
      expect(farthest(gradients[name], differences(name))).toBeLessThan(1e-9);
  });

  it("has not without what comes back from the next step: the control", () => {
    const { steps } = unrolledNetwork(weights);
    const cut = weights.U.map((_, j) =>
      steps[0]!.x.map((_, i) =>
        steps.reduce((sum, { fromOutput, s, x }) => sum + fromOutput[j]! * (1 - s[j]! ** 2) * x[i]!, 0),
      ),
    );
    expect(farthest(cut, differences("U"))).toBeGreaterThan(1e-2);
  });

  it("keeps every δ: δ_t = (Vᵀ(y_t − target) + Wᵀ δ_{t+1}) ⊙ (1 − s_t²)", () => {
    const { steps, loss } = unrolledNetwork(weights);
    expect(steps.map(({ letter, target }) => letter + target)).toEqual(["he", "el", "ll", "lo"]);
    steps.forEach(({ s, y, delta, fromOutput, fromNext }, t) => {
      expect(y.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
      delta.forEach((value, j) => {
        expect(value).toBeCloseTo((fromOutput[j]! + fromNext[j]!) * (1 - s[j]! ** 2), 14);
        const back = weights.W.reduce((sum, row, i) => sum + row[j]! * (steps[t + 1]?.delta[i] ?? 0), 0);
        expect(fromNext[j]).toBeCloseTo(back, 14);
      });
    });
    expect(loss).toBeCloseTo(
      steps.reduce((sum, step) => sum + step.loss, 0),
      14,
    );
  });

  it("refuses other letters and weights that do not fit", () => {
    expect(() => unrolledNetwork(weights, "hallo", "allo□")).toThrow(
      "expected letters of 1 to 1000 letters of h, e, l, o, □",
    );
    expect(() => unrolledNetwork(weights, "he", "e")).toThrow("expected one target per letter, got 1 and 2");
    expect(() => unrolledNetwork({ ...weights, V: [[1]] })).toThrow(
      "expected V of 5 rows of 5 finite numbers",
    );
  });
});

describe("helloTrace(options)", () => {
  it("learns ello from hell: the last letter after the second l is o", () => {
    const { losses, unrolled } = helloTrace();
    expect(losses.at(-1)).toBeLessThan(0.2);
    const told = unrolled.steps.map(({ y }) => "helo□"[y.indexOf(Math.max(...y))]).join("");
    expect(told).toBe("ello");
  });

  it("without W it cannot: the two l's are one, and cost 2 ln 2", () => {
    const { weights: learnt } = helloTrace();
    const none = learnt.W.map((row) => row.map(() => 0));
    expect(unrolledNetwork({ ...learnt, W: none }).loss).toBeGreaterThan(2 * Math.LN2);
  });
});

describe("unrolledFigure(trace)", () => {
  it("writes the norm of every edge's gradient", () => {
    const trace = unrolledNetwork(weights);
    const svg = unrolledFigure(trace);
    for (const { fromOutput, delta } of trace.steps)
      for (const part of [fromOutput, delta])
        expect(svg).toContain(`>${Math.hypot(...part).toPrecision(2)}<`);
  });
});
