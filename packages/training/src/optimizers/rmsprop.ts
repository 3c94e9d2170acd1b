import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkSchedule } from "@elbowjs/runs";
import { add, div, mul, sqrt, square, sub, tidy } from "@tensorflow/tfjs-core";
import type { LearningRate } from "./learning-rate.js";
import { checkStep, type Optimizer } from "./optimizer.js";

/** Settings of {@link rmsprop}: η has the default 0.01. */
export interface RmspropOptions extends LearningRate {
  /** ρ in [0, 1). Default 0.99. */
  readonly decay?: number;
  /** ε ≥ 0, added to the root. Default 1e-8. */
  readonly epsilon?: number;
  /** λ ≥ 0. Default 0. */
  readonly weightDecay?: number;
}

/**
 * PyTorch's `RMSprop`: g ← g + λw; v ← ρv + (1 − ρ)g²; w ← w − ηg/(√v + ε).
 *
 * @throws RangeError if a setting is outside its interval; TypeError for one that does not exist.
 * @see G. Hinton, Neural Networks for Machine Learning, lecture 6e, 2012.
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  checkOptions("rmsprop", options, ["learningRate", "decay", "epsilon", "weightDecay"]);
  const { learningRate = 0.01, decay = 0.99, epsilon = 1e-8, weightDecay = 0 } = options;
  checkSchedule("rmsprop", "learningRate", learningRate, "≥ 0");
  checkNumbers("rmsprop", {
    decay: [decay, "[0, 1)"],
    epsilon: [epsilon, "≥ 0"],
    weightDecay: [weightDecay, "≥ 0"],
  });
  return {
    learningRate,
    settings: { type: "rmsprop", decay, epsilon, weightDecay },
    slotNames: ["square"],
    step: (weight, gradient, slots, rate) =>
      tidy(() => {
        checkStep("rmsprop", weight, gradient, slots, ["square"], rate);
        const g = weightDecay > 0 ? add(gradient, mul(weight, weightDecay)) : gradient;
        const v = slots["square"]!;
        v.assign(add(mul(v, decay), mul(square(g), 1 - decay)));
        weight.assign(sub(weight, div(mul(g, rate), add(sqrt(v), epsilon))));
      }),
  };
}
