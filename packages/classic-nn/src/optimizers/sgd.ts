import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkGradient, type Optimizer, penalised } from "./optimizer.js";

/** Settings that all optimisers share. */
export interface LearningOptions {
  /** η > 0, the step length. */
  readonly learningRate?: number;
  /** λ ≥ 0 of the penalty ½λ‖w‖², whose gradient λw is added to g. Default 0. */
  readonly weightDecay?: number;
}

/**
 * Gradient descent, stochastic when g comes from a mini-batch: w ← w − η·g.
 *
 * @param options `learningRate` default 0.01; `weightDecay` default 0.
 * @throws RangeError if a setting is outside its interval; TypeError for an option that does not exist.
 * @see torch.optim.SGD, whose trajectories these are.
 */
export function sgd(options: LearningOptions = {}): Optimizer<null> {
  checkOptions("sgd", options, ["learningRate", "weightDecay"]);
  const { learningRate = 0.01, weightDecay = 0 } = options;
  checkNumbers("sgd", { learningRate: [learningRate, "(0, ∞)"], weightDecay: [weightDecay, "[0, ∞)"] });
  return {
    name: "SGD",
    init: () => null,
    step(w, g, state) {
      checkGradient("sgd", w, g);
      const d = penalised(g, w, weightDecay);
      return { w: d.map((di, i) => w[i]! - learningRate * di), state };
    },
  };
}
