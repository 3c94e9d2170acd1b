import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkSchedule } from "@elbowjs/runs";
import { add, mul, sub, tidy } from "@tensorflow/tfjs-core";
import type { LearningRate } from "./learning-rate.js";
import { checkStep, type Optimizer } from "./optimizer.js";

/** Settings of {@link sgd}: η has the default 0.1. */
export interface SgdOptions extends LearningRate {
  /** μ in [0, 1). Default 0: plain gradient descent. */
  readonly momentum?: number;
  /** λ ≥ 0. Default 0. */
  readonly weightDecay?: number;
}

/**
 * PyTorch's `SGD`: g ← g + λw; v ← μv + g; w ← w − ηv.
 *
 * @throws RangeError if a setting is outside its interval; TypeError for one that does not exist.
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  checkOptions("sgd", options, ["learningRate", "momentum", "weightDecay"]);
  const { learningRate = 0.1, momentum = 0, weightDecay = 0 } = options;
  checkSchedule("sgd", "learningRate", learningRate, "≥ 0");
  checkNumbers("sgd", { momentum: [momentum, "[0, 1)"], weightDecay: [weightDecay, "≥ 0"] });
  return {
    learningRate,
    settings: { type: "sgd", momentum, weightDecay },
    slotNames: momentum > 0 ? ["momentum"] : [],
    step: (weight, gradient, slots, rate) =>
      tidy(() => {
        checkStep("sgd", weight, gradient, slots, momentum > 0 ? ["momentum"] : [], rate);
        const g = weightDecay > 0 ? add(gradient, mul(weight, weightDecay)) : gradient;
        const v = slots["momentum"];
        v?.assign(add(mul(v, momentum), g));
        weight.assign(sub(weight, mul(v ?? g, rate)));
      }),
  };
}
