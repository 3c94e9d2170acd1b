import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { figure, line } from "@elbowjs/figures";
import { type RegressionData, type RidgeHypergradient, ridgeHypergradient } from "./ridge.js";

/** One step of descent on the regularisation strength. */
export interface RidgeTraceStep extends RidgeHypergradient {
  readonly lambda: number;
}

/**
 * Gradient descent on λ itself, in log λ so that it stays positive: by the chain rule dL/d log λ = λ·dL/dλ, and
 * log λ ← log λ − η·λ·dL/dλ.
 *
 * @param options `start` λ > 0, default 1; `learningRate` η > 0 in log λ, default 1; `steps`, an integer in
 * [0, 10⁶], default 100.
 * @returns steps + 1 entries, the start first.
 * @throws RangeError if shapes differ, a number is not finite, an option is outside its interval or λ leaves (0, ∞).
 */
export function ridgeTrace(
  train: RegressionData,
  validation: RegressionData,
  options: { readonly start?: number; readonly learningRate?: number; readonly steps?: number } = {},
): RidgeTraceStep[] {
  checkOptions("ridgeTrace", options, ["start", "learningRate", "steps"]);
  const { start = 1, learningRate = 1, steps = 100 } = options;
  checkNumbers("ridgeTrace", {
    start: [start, "(0, ∞)"],
    learningRate: [learningRate, "(0, ∞)"],
    steps: [steps, "integer in [0, 1000000]"],
  });
  const trace: RidgeTraceStep[] = [];
  let lambda = start;
  for (let t = 0; t <= steps; t++) {
    const found = ridgeHypergradient(train, validation, lambda);
    trace.push({ lambda, ...found });
    lambda *= Math.exp(-learningRate * lambda * found.hypergradient);
  }
  return trace;
}

/** Validation loss against log₁₀ λ with the way that the descent took over it, as an SVG document. */
export function ridgeFigure(
  train: RegressionData,
  validation: RegressionData,
  trace: readonly RidgeTraceStep[],
): string {
  checkKinds("ridgeFigure", { trace: [trace, [{ lambda: "number", validationLoss: "number" }]] });
  const exponents = trace.map(({ lambda }) => Math.log10(lambda));
  const [low, high] = [Math.min(...exponents) - 1, Math.max(...exponents) + 1];
  const x = Array.from({ length: 61 }, (_, i) => low + ((high - low) * i) / 60);
  const losses = x.map((e) => ridgeHypergradient(train, validation, 10 ** e).validationLoss);
  return figure({
    title: "Descent on the regularisation strength",
    x: { label: "log₁₀ λ" },
    y: { label: "validation loss" },
    marks: [
      line({ name: "L_val(λ)", x, y: losses, label: "legend" }),
      line({
        name: "descent",
        x: exponents,
        y: trace.map(({ validationLoss }) => validationLoss),
        label: "legend",
      }),
    ],
  });
}
