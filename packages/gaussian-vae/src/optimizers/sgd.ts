import { add, mul, sub, tidy } from "@tensorflow/tfjs-core";
import { checkSetting, type Optimizer } from "./optimizer.js";

/** Settings of {@link sgd}. */
export interface SgdOptions {
  /** η ≥ 0. Default 0.1, the source's. */
  readonly learningRate?: number;
  /** μ in [0, 1). Default 0: plain gradient descent. */
  readonly momentum?: number;
  /** λ ≥ 0. Default 0. */
  readonly weightDecay?: number;
}

/**
 * PyTorch's `SGD`: g ← g + λw; v ← μv + g; w ← w − ηv.
 *
 * @throws RangeError if a setting is outside its interval.
 */
export function sgd({ learningRate = 0.1, momentum = 0, weightDecay = 0 }: SgdOptions = {}): Optimizer {
  checkSetting("sgd", "learningRate", learningRate, Number.POSITIVE_INFINITY);
  checkSetting("sgd", "momentum", momentum, 1);
  checkSetting("sgd", "weightDecay", weightDecay, Number.POSITIVE_INFINITY);
  return {
    learningRate,
    slotNames: momentum > 0 ? ["momentum"] : [],
    step: (weight, gradient, slots, rate) =>
      tidy(() => {
        const g = weightDecay > 0 ? add(gradient, mul(weight, weightDecay)) : gradient;
        const v = slots["momentum"];
        v?.assign(add(mul(v, momentum), g));
        weight.assign(sub(weight, mul(v ?? g, rate)));
      }),
  };
}
