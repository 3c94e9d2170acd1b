import {
  backpropagate,
  gradientDescentTrace,
  homeworkQuadratic,
  homeworkTraining,
  homeworkVariations,
  initialNetwork,
  logistic,
  stepNetworkData,
  surfaceFigure,
} from "@elbowjs/classic-nn";
import type { Checks } from "../walk.js";

const run = (learningRate: number) => gradientDescentTrace(homeworkQuadratic(), [0, 0], { learningRate });

/** Mean squared errors of a variation after some epochs. */
const errors = (name: string, epochs: readonly number[]) => () => {
  const variation = homeworkVariations[name]!;
  const trace = homeworkTraining({
    ...variation,
    options: { ...variation.options, epochs: Math.max(...epochs) },
  });
  return epochs.map((epoch) => trace.epochs[epoch]!.meanSquaredError);
};

/** Homework 5 with its solutions. */
export const homework5: Checks = {
  "homework-5/1a/gradient": () => [
    [...homeworkQuadratic().gradient([0, 0])],
    [...homeworkQuadratic().gradient([1, 0])],
    [...homeworkQuadratic().gradient([0, 1])],
  ],
  "homework-5/1a/minimum": () => [...homeworkQuadratic().minimum],
  "homework-5/1b/first": () => run(0.02).steps[0]!.distance,
  "homework-5/1b/distances": () => [0.02, 0.05].map((eta) => run(eta).steps[500]!.distance),
  "homework-5/1b/diverges": () =>
    [0.02, 0.05, 0.1].map((eta) => run(eta).steps[500]!.distance > Math.sqrt(10)),
  "homework-5/1c/bound": () => homeworkQuadratic().stabilityBound,
  "homework-5/2a/sigmoid": () => {
    const { value, derivative } = logistic(5);
    return [value(0), derivative(0), Math.abs(derivative(0.3) - 5 * value(0.3) * (1 - value(0.3))) < 1e-15];
  },
  "homework-5/2b/dimensions": () =>
    initialNetwork([2, 3, 1]).map(({ weights, bias }) => [weights.rows, weights.columns, bias.rows]),
  "homework-5/2c/outer-products": () => {
    // One point: ∇_U = δ_f zᵀ and ∇_W = δ_z xᵀ; the loss (y − f)² has twice the gradient of ½(y − f)², δ is its opposite.
    const network = initialNetwork([2, 3, 1], { seed: 1, deviation: 1 });
    const { gradients, deltas, outputs } = backpropagate(network, [[0.4], [-0.7]], [[1]]);
    const off = [
      gradients[1]!.weights.clone().add(deltas[1]!.mmul(outputs[0]!.transpose())).norm(),
      gradients[0]!.bias.clone().add(deltas[0]!).norm(),
    ];
    return off.map((value) => value < 1e-14);
  },
  "homework-5/2d/errors": errors("homework", [0, 1, 10, 20]),
  "homework-5/2e/points": () => {
    const { network } = homeworkTraining({ options: { epochs: 1 } });
    return surfaceFigure(network, stepNetworkData().inputs).match(/<circle/g)!.length;
  },
  "homework-5/2f/solution": errors("solution", [0, 1, 5]),
  "homework-5/2f/faster": () => {
    const [plain] = errors("homework", [20])();
    const [solution] = errors("solution", [20])();
    return solution! < plain! / 5;
  },
  "homework-5/2f/zero": () => {
    const [zero] = errors("zero weights", [20])();
    const [plain] = errors("homework", [20])();
    return zero! > 1.5 * plain!;
  },
  "homework-5/2f/large-sigma": () => errors("σ = 10", [20])()[0]! > 0.2,
};
