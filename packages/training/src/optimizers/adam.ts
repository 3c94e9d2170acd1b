import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkSchedule } from "@elbowjs/runs";
import { add, div, mul, sqrt, square, sub, tidy } from "@tensorflow/tfjs-core";
import type { LearningRate } from "./learning-rate.js";
import { checkStep, type Optimizer } from "./optimizer.js";

/** Settings of {@link adam}: η has the default 0.001. */
export interface AdamOptions extends LearningRate {
  /** β₁ in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** β₂ in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** ε ≥ 0, added to the root. Default 1e-8. */
  readonly epsilon?: number;
  /** λ ≥ 0, apart from the gradient: w ← w − ηλw. Default 0. */
  readonly weightDecay?: number;
}

/**
 * PyTorch's `AdamW` (`Adam` when λ is 0): m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; m̂ = m/(1 − β₁ᵗ); v̂ = v/(1 − β₂ᵗ);
 * w ← w − ηλw − η·m̂/(√v̂ + ε).
 *
 * @throws RangeError if a setting is outside its interval; TypeError for one that does not exist.
 * @see D. Kingma, J. Ba, Adam, 2015, algorithm 1; I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization, 2019.
 */
export function adam(options: AdamOptions = {}): Optimizer {
  checkOptions("adam", options, ["learningRate", "beta1", "beta2", "epsilon", "weightDecay"]);
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  checkSchedule("adam", "learningRate", learningRate, "≥ 0");
  checkNumbers("adam", {
    beta1: [beta1, "[0, 1)"],
    beta2: [beta2, "[0, 1)"],
    epsilon: [epsilon, "≥ 0"],
    weightDecay: [weightDecay, "≥ 0"],
  });
  return {
    learningRate,
    settings: { type: "adam", beta1, beta2, epsilon, weightDecay },
    slotNames: ["mean", "square"],
    step: (weight, g, slots, rate, t) =>
      tidy(() => {
        checkStep("adam", weight, g, slots, ["mean", "square"], rate);
        const m = slots["mean"]!;
        const v = slots["square"]!;
        m.assign(add(mul(m, beta1), mul(g, 1 - beta1)));
        v.assign(add(mul(v, beta2), mul(square(g), 1 - beta2)));
        // η·m̂/(√v̂ + ε) with both corrections outside of the tensors.
        const root = Math.sqrt(1 - beta2 ** t);
        const update = div(m, add(sqrt(v), epsilon * root));
        const kept = weightDecay > 0 ? mul(weight, 1 - rate * weightDecay) : weight;
        weight.assign(sub(kept, mul(update, (rate * root) / (1 - beta1 ** t))));
      }),
  };
}
