import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import type { MomentumOptions, MomentumState } from "./momentum.js";
import { checkGradient, type Optimizer, penalised } from "./optimizer.js";

/**
 * Gradient descent with Nesterov's momentum, in the form that needs only the gradient at w: u ← μ·u + g,
 * w ← w − η·(g + μ·u). It looks ahead along the velocity, and so brakes a step earlier than the heavy ball.
 *
 * @param options `learningRate` default 0.01, `momentum` 0.9, `weightDecay` 0.
 * @throws RangeError if a setting is outside its interval; TypeError for an option that does not exist.
 * @see Y. Nesterov, A method for solving the convex programming problem with convergence rate O(1/k²) (1983);
 * torch.optim.SGD with nesterov=True.
 */
export function nesterov(options: Omit<MomentumOptions, "dampening"> = {}): Optimizer<MomentumState> {
  checkOptions("nesterov", options, ["learningRate", "momentum", "weightDecay"]);
  const { learningRate = 0.01, momentum: mu = 0.9, weightDecay = 0 } = options;
  checkNumbers("nesterov", {
    learningRate: [learningRate, "(0, ∞)"],
    momentum: [mu, "[0, 1)"],
    weightDecay: [weightDecay, "[0, ∞)"],
  });
  return {
    name: "Nesterov",
    init: () => ({ velocity: null }),
    step(w, g, state) {
      checkKinds("nesterov", { state: [state, "object"] });
      const { velocity: u } = state;
      checkGradient("nesterov", w, g, { velocity: u ?? undefined });
      const d = penalised(g, w, weightDecay);
      const velocity = u === null ? d : d.map((di, i) => mu * u[i]! + di);
      return { w: d.map((di, i) => w[i]! - learningRate * (di + mu * velocity[i]!)), state: { velocity } };
    },
  };
}
