import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type AdamOptions, type AdamState, adam } from "./adam.js";
import { checkGradient, type Optimizer } from "./optimizer.js";

/**
 * AdamW: first w ← (1 − η·λ)·w, then a step of Adam with the gradient of the objective alone. The decay is decoupled:
 * it does not pass through the division by √v̂, so every weight decays at the same rate.
 *
 * @param options As `adam`, with `weightDecay` λ ≥ 0, default 0.01, as in torch.optim.AdamW.
 * @throws RangeError if a setting is outside its interval; TypeError for an option that does not exist.
 * @see I. Loshchilov and F. Hutter, Decoupled weight decay regularization (2019), https://arxiv.org/abs/1711.05101.
 */
export function adamW(options: AdamOptions = {}): Optimizer<AdamState> {
  checkOptions("adamW", options, ["learningRate", "beta1", "beta2", "epsilon", "weightDecay"]);
  const { learningRate = 0.001, weightDecay = 0.01, ...rest } = options;
  checkNumbers("adamW", { learningRate: [learningRate, "(0, ∞)"], weightDecay: [weightDecay, "[0, ∞)"] });
  const inner = adam({ ...rest, learningRate });
  const keep = 1 - learningRate * weightDecay;
  return {
    name: "AdamW",
    init: inner.init,
    step(w, g, state) {
      checkGradient("adamW", w, g);
      const decayed = Float64Array.from(w, (wi) => keep * wi);
      return inner.step(decayed, g, state);
    },
  };
}
