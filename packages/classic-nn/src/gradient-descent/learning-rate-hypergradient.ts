import { checkKinds, checkNumbers, checkOptions, checkShape } from "@elbowjs/arguments";
import { Matrix } from "ml-matrix";
import { dataVector } from "../data-matrix.js";
import { checkDifferentiable, type DifferentiableFunction } from "./differentiable-function.js";
import type { Quadratic } from "./quadratic.js";

/** How the end of a descent depends on its learning rate. */
export interface LearningRateHypergradient {
  /** w after the steps. */
  readonly weights: Float64Array;
  /** dw/dη, as long as w. */
  readonly sensitivity: Float64Array;
  /** L(w), the validation loss. */
  readonly loss: number;
  /** dL/dη = ∇L(w)ᵀ dw/dη. */
  readonly hypergradient: number;
}

/**
 * Exercise III, problem 2.1(2): the training loss is no function of η, so there is nothing to differentiate in it; that is
 * the obstacle. But where T steps of descent end is one, and so is a validation loss there. Differentiating
 * w ← w − η∇R(w) gives dw ← dw − ∇R(w) − ηH dw, and dL/dη = ∇L(w)ᵀ dw. The remaining obstacles are real ones: the cost of
 * T steps for one derivative, T fixed beforehand, and above the stability bound a derivative that grows without bound.
 *
 * @param risk R, a quadratic of `quadratic(H, b, c)`, whose Hessian is known.
 * @param validation L, another function of the same weights.
 * @param start w(0).
 * @param options `learningRate` η > 0; `steps` T, an integer in [1, 10⁶], default 20.
 * @throws RangeError if the shapes differ, a number is not finite or an option is outside its interval.
 */
export function learningRateHypergradient(
  risk: Quadratic,
  validation: DifferentiableFunction,
  start: ArrayLike<number>,
  options: { readonly learningRate: number; readonly steps?: number },
): LearningRateHypergradient {
  checkKinds("learningRateHypergradient", {
    risk: [risk, { gradient: "function", hessian: "Matrix", minimum: "numbers" }],
    options: [options, "object"],
  });
  checkDifferentiable("learningRateHypergradient", "validation", validation);
  checkOptions("learningRateHypergradient", options, ["learningRate", "steps"]);
  const { learningRate, steps = 20 } = options;
  checkNumbers("learningRateHypergradient", {
    learningRate: [learningRate, "(0, ∞)"],
    steps: [steps, "integer in [1, 1000000]"],
  });
  let w = dataVector(start, "learningRateHypergradient", "start", risk.minimum.length);
  const { rows, columns } = risk.hessian;
  checkShape("learningRateHypergradient", "risk.hessian", [rows, columns], [w.length, w.length]);
  let dw = new Float64Array(w.length);
  for (let t = 0; t < steps; t++) {
    const g = risk.gradient(w);
    const curved = risk.hessian.mmul(Matrix.columnVector(Array.from(dw))).getColumn(0);
    dw = dw.map((d, i) => d - g[i]! - learningRate * curved[i]!);
    w = w.map((wi, i) => wi - learningRate * g[i]!);
  }
  const ofLoss = validation.gradient(w);
  return {
    weights: w,
    sensitivity: dw,
    loss: validation.value(w),
    hypergradient: dw.reduce((total, d, i) => total + d * ofLoss[i]!, 0),
  };
}
