import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { checkGradient, type Optimizer, penalised, zeros } from "./optimizer.js";
import type { LearningOptions } from "./sgd.js";

/** Settings of {@link rmsprop}. */
export interface RmspropOptions extends LearningOptions {
  /** α in [0, 1), the memory of the running averages. Default 0.99. */
  readonly alpha?: number;
  /** μ in [0, 1), momentum on the scaled gradient. Default 0, none. */
  readonly momentum?: number;
  /** Divide by the standard deviation instead of the root mean square. Default false. */
  readonly centered?: boolean;
  /** ε > 0, keeps the division finite. Default 1e-8. */
  readonly epsilon?: number;
}

/** The running averages and the velocity. */
export interface RmspropState {
  /** Of g². */
  readonly squares: Float64Array;
  /** Of g; used when centred. */
  readonly mean: Float64Array;
  readonly velocity: Float64Array;
}

/**
 * RMSprop: s ← α·s + (1 − α)·g², w ← w − η·g/(√s + ε), entry by entry: Adagrad with a sum that forgets. Centred, s is
 * replaced by s − ḡ² with ḡ the running average of g; with momentum, u ← μ·u + g/(√s + ε) and w ← w − η·u.
 *
 * @param options `learningRate` default 0.01, `alpha` 0.99, `momentum` 0, `centered` false, `epsilon` 1e-8,
 * `weightDecay` 0, as in torch.optim.RMSprop.
 * @throws RangeError if a setting is outside its interval; TypeError for an option that does not exist.
 * @see T. Tieleman and G. Hinton, lecture 6.5 of Neural Networks for Machine Learning (2012).
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer<RmspropState> {
  checkOptions("rmsprop", options, [
    "learningRate",
    "alpha",
    "momentum",
    "centered",
    "epsilon",
    "weightDecay",
  ]);
  const {
    learningRate = 0.01,
    alpha = 0.99,
    momentum: mu = 0,
    centered = false,
    epsilon = 1e-8,
    weightDecay = 0,
  } = options;
  checkNumbers("rmsprop", {
    learningRate: [learningRate, "(0, ∞)"],
    alpha: [alpha, "[0, 1)"],
    momentum: [mu, "[0, 1)"],
    epsilon: [epsilon, "(0, ∞)"],
    weightDecay: [weightDecay, "[0, ∞)"],
  });
  return {
    name: "RMSprop",
    init: (size) => ({
      squares: zeros("rmsprop", size),
      mean: zeros("rmsprop", size),
      velocity: zeros("rmsprop", size),
    }),
    step(w, g, state) {
      checkKinds("rmsprop", {
        state: [state, { squares: "Float64Array", mean: "Float64Array", velocity: "Float64Array" }],
      });
      checkGradient("rmsprop", w, g, { squares: state.squares, mean: state.mean, velocity: state.velocity });
      const d = penalised(g, w, weightDecay);
      const squares = state.squares.map((si, i) => alpha * si + (1 - alpha) * d[i]! ** 2);
      const mean = centered ? state.mean.map((mi, i) => alpha * mi + (1 - alpha) * d[i]!) : state.mean;
      const velocity = d.map((di, i) => {
        // The difference is a variance; rounding may leave it below zero when g hardly changes.
        const variance = centered ? Math.max(0, squares[i]! - mean[i]! ** 2) : squares[i]!;
        return mu * state.velocity[i]! + di / (Math.sqrt(variance) + epsilon);
      });
      return { w: velocity.map((ui, i) => w[i]! - learningRate * ui), state: { squares, mean, velocity } };
    },
  };
}
