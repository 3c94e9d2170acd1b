import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkGradient, type Optimizer, penalised } from "./optimizer.js";
import type { LearningOptions } from "./sgd.js";

/** Settings of {@link momentum}. */
export interface MomentumOptions extends LearningOptions {
  /** μ in [0, 1), the part of the velocity kept. Default 0.9. */
  readonly momentum?: number;
  /** δ in [0, 1], how much of the gradient is held back from the velocity after the first step. Default 0. */
  readonly dampening?: number;
}

/** The velocity; null before the first step. */
export interface MomentumState {
  readonly velocity: Float64Array | null;
}

/**
 * Gradient descent with Polyak's heavy ball: u ← μ·u + (1 − δ)·g, w ← w − η·u; the first velocity is g itself.
 * Along a steady slope the steps grow to η/(1 − μ); across a ravine they cancel.
 *
 * @param options `learningRate` default 0.01, `momentum` 0.9, `dampening` 0, `weightDecay` 0.
 * @throws RangeError if a setting is outside its interval; TypeError for an option that does not exist.
 * @see B. T. Polyak, Some methods of speeding up the convergence of iteration methods (1964); torch.optim.SGD.
 */
export function momentum(options: MomentumOptions = {}): Optimizer<MomentumState> {
  checkOptions("momentum", options, ["learningRate", "momentum", "dampening", "weightDecay"]);
  const { learningRate = 0.01, momentum: mu = 0.9, dampening = 0, weightDecay = 0 } = options;
  checkNumbers("momentum", {
    learningRate: [learningRate, "(0, ∞)"],
    momentum: [mu, "[0, 1)"],
    dampening: [dampening, "[0, 1]"],
    weightDecay: [weightDecay, "[0, ∞)"],
  });
  return {
    name: "Momentum",
    init: () => ({ velocity: null }),
    step(w, g, state) {
      checkKinds("momentum", { state: [state, "object"] });
      const { velocity: u } = state;
      checkGradient("momentum", w, g, { velocity: u ?? undefined });
      const d = penalised(g, w, weightDecay);
      const velocity = u === null ? d : d.map((di, i) => mu * u[i]! + (1 - dampening) * di);
      return { w: velocity.map((ui, i) => w[i]! - learningRate * ui), state: { velocity } };
    },
  };
}
