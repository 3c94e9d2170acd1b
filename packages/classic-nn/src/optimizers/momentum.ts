import { checkGradient, checkSettings, type Optimizer, penalised } from "./optimizer.js";
import type { LearningOptions } from "./sgd.js";

/** Settings of {@link momentum}. */
export interface MomentumOptions extends LearningOptions {
  /** μ in [0, 1), the part of the velocity kept. Default 0.9. */
  momentum?: number;
  /** δ in [0, 1], how much of the gradient is held back from the velocity after the first step. Default 0. */
  dampening?: number;
}

/** The velocity; null before the first step. */
export interface MomentumState {
  velocity: Float64Array | null;
}

/**
 * Gradient descent with Polyak's heavy ball: u ← μ·u + (1 − δ)·g, w ← w − η·u; the first velocity is g itself.
 * Along a steady slope the steps grow to η/(1 − μ); across a ravine they cancel.
 *
 * @param options `learningRate` default 0.01, `momentum` 0.9, `dampening` 0, `weightDecay` 0.
 * @throws RangeError if a setting is outside its interval.
 * @see B. T. Polyak, Some methods of speeding up the convergence of iteration methods (1964); torch.optim.SGD.
 */
export function momentum({
  learningRate = 0.01,
  momentum: mu = 0.9,
  dampening = 0,
  weightDecay = 0,
}: MomentumOptions = {}): Optimizer<MomentumState> {
  checkSettings("momentum", {
    learningRate: [learningRate, "(0, ∞)"],
    momentum: [mu, "[0, 1)"],
    dampening: [dampening, "[0, 1]"],
    weightDecay: [weightDecay, "[0, ∞)"],
  });
  return {
    name: "Momentum",
    init: () => ({ velocity: null }),
    step(w, g, { velocity: u }) {
      checkGradient("momentum", w, g);
      const d = penalised(g, w, weightDecay);
      const velocity = u === null ? d : d.map((di, i) => mu * u[i]! + (1 - dampening) * di);
      return { w: velocity.map((ui, i) => w[i]! - learningRate * ui), state: { velocity } };
    },
  };
}
