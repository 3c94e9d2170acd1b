import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkGradient, type Optimizer, penalised, zeros } from "./optimizer.js";
import type { LearningOptions } from "./sgd.js";

/** Settings of {@link adagrad}. */
export interface AdagradOptions extends LearningOptions {
  /** The rate of step t is η/(1 + (t − 1)·learningRateDecay). ≥ 0, default 0. */
  readonly learningRateDecay?: number;
  /** What the sum of squares starts from, ≥ 0. Default 0. */
  readonly initialAccumulator?: number;
  /** ε > 0, keeps the division finite. Default 1e-10. */
  readonly epsilon?: number;
}

/** Steps taken so far and the sum of squared gradients. */
export interface AdagradState {
  readonly t: number;
  readonly sum: Float64Array;
}

/**
 * Adagrad: s ← s + g², w ← w − η·g/(√s + ε), entry by entry. Rarely used parameters keep long steps; for all of them
 * the steps only ever shrink.
 *
 * @param options `learningRate` default 0.01, `learningRateDecay` 0, `initialAccumulator` 0, `epsilon` 1e-10,
 * `weightDecay` 0, as in torch.optim.Adagrad.
 * @throws RangeError if a setting is outside its interval; TypeError for an option that does not exist.
 * @see J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods (2011).
 */
export function adagrad(options: AdagradOptions = {}): Optimizer<AdagradState> {
  checkOptions("adagrad", options, [
    "learningRate",
    "learningRateDecay",
    "initialAccumulator",
    "epsilon",
    "weightDecay",
  ]);
  const {
    learningRate = 0.01,
    learningRateDecay = 0,
    initialAccumulator = 0,
    epsilon = 1e-10,
    weightDecay = 0,
  } = options;
  checkNumbers("adagrad", {
    learningRate: [learningRate, "(0, ∞)"],
    learningRateDecay: [learningRateDecay, "[0, ∞)"],
    initialAccumulator: [initialAccumulator, "[0, ∞)"],
    epsilon: [epsilon, "(0, ∞)"],
    weightDecay: [weightDecay, "[0, ∞)"],
  });
  return {
    name: "Adagrad",
    init: (size) => ({ t: 0, sum: zeros("adagrad", size).fill(initialAccumulator) }),
    step(w, g, state) {
      checkKinds("adagrad", { state: [state, { t: "number", sum: "Float64Array" }] });
      const { t, sum: s } = state;
      checkGradient("adagrad", w, g, { sum: s });
      const d = penalised(g, w, weightDecay);
      const sum = s.map((si, i) => si + d[i]! ** 2);
      const eta = learningRate / (1 + t * learningRateDecay);
      return {
        w: d.map((di, i) => w[i]! - (eta * di) / (Math.sqrt(sum[i]!) + epsilon)),
        state: { t: t + 1, sum },
      };
    },
  };
}
