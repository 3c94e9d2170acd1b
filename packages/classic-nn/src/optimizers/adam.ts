import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkGradient, type Optimizer, penalised, zeros } from "./optimizer.js";
import type { LearningOptions } from "./sgd.js";

/** Settings of {@link adam}. */
export interface AdamOptions extends LearningOptions {
  /** β₁ in [0, 1), the memory of the first moment. Default 0.9. */
  readonly beta1?: number;
  /** β₂ in [0, 1), the memory of the second moment. Default 0.999. */
  readonly beta2?: number;
  /** ε > 0, keeps the division finite. Default 1e-8. */
  readonly epsilon?: number;
}

/** Steps taken so far and the two biased moment estimates. */
export interface AdamState {
  readonly t: number;
  readonly m: Float64Array;
  readonly v: Float64Array;
}

/**
 * Adam, Algorithm 1 of the paper, entry by entry:
 * m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ), w ← w − η·m̂/(√v̂ + ε).
 * Both moments start from 0, and dividing by 1 − βᵗ takes away just that bias: the first step has length η.
 *
 * @param options `learningRate` default 0.001, `beta1` 0.9, `beta2` 0.999, `epsilon` 1e-8, `weightDecay` 0 (added to
 * the gradient; for the decoupled kind see `adamW`), as in torch.optim.Adam.
 * @throws RangeError if a setting is outside its interval; TypeError for an option that does not exist.
 * @see D. P. Kingma and J. Ba, Adam: a method for stochastic optimization (2015), https://arxiv.org/abs/1412.6980.
 */
export function adam(options: AdamOptions = {}): Optimizer<AdamState> {
  checkOptions("adam", options, ["learningRate", "beta1", "beta2", "epsilon", "weightDecay"]);
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  checkNumbers("adam", {
    learningRate: [learningRate, "(0, ∞)"],
    beta1: [beta1, "[0, 1)"],
    beta2: [beta2, "[0, 1)"],
    epsilon: [epsilon, "(0, ∞)"],
    weightDecay: [weightDecay, "[0, ∞)"],
  });
  return {
    name: "Adam",
    init: (size) => ({ t: 0, m: zeros("adam", size), v: zeros("adam", size) }),
    step(w, g, state) {
      checkKinds("adam", { state: [state, { t: "number", m: "Float64Array", v: "Float64Array" }] });
      checkGradient("adam", w, g, { m: state.m, v: state.v });
      const d = penalised(g, w, weightDecay);
      const t = state.t + 1;
      const m = state.m.map((mi, i) => beta1 * mi + (1 - beta1) * d[i]!);
      const v = state.v.map((vi, i) => beta2 * vi + (1 - beta2) * d[i]! ** 2);
      const bias1 = 1 - beta1 ** t;
      const bias2 = 1 - beta2 ** t;
      const next = m.map((mi, i) => {
        const mHat = mi / bias1;
        const vHat = v[i]! / bias2;
        return w[i]! - (learningRate * mHat) / (Math.sqrt(vHat) + epsilon);
      });
      return { w: next, state: { t, m, v } };
    },
  };
}
