import { checkGradient, checkSettings, type Optimizer, penalised } from "./optimizer.js";

/** Settings that all optimisers share. */
export interface LearningOptions {
  /** η > 0, the step length. */
  learningRate?: number;
  /** λ ≥ 0 of the penalty ½λ‖w‖², whose gradient λw is added to g. Default 0. */
  weightDecay?: number;
}

/**
 * Gradient descent, stochastic when g comes from a mini-batch: w ← w − η·g.
 *
 * @param options `learningRate` default 0.01; `weightDecay` default 0.
 * @throws RangeError if a setting is outside its interval.
 * @see torch.optim.SGD, whose trajectories these are.
 */
export function sgd({ learningRate = 0.01, weightDecay = 0 }: LearningOptions = {}): Optimizer<null> {
  checkSettings("sgd", { learningRate: [learningRate, "(0, ∞)"], weightDecay: [weightDecay, "[0, ∞)"] });
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
