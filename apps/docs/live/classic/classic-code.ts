import type { PlaneRule } from "./unsupervised.js";

/** The descent path outside this page. */
export const descentCode = ({ learningRate, momentum }: { learningRate: number; momentum: number }): string =>
  `import { gradientDescentTrace, homeworkQuadratic } from "@elbowjs/classic-nn";

const R = homeworkQuadratic();
const { steps, diverged } = gradientDescentTrace(R, [0, 0], {
  learningRate: ${learningRate},
  momentum: ${momentum},
  iterations: 200,
});
console.log(diverged ? "diverged" : "converged", steps.at(-1).w, "bound", R.stabilityBound);
`;

/** The race outside this page. */
export const raceCode = (settings: {
  course: "quadratic" | "rosenbrock";
  learningRate: number;
  steps: number;
}): string => {
  const { course, learningRate, steps } = settings;
  const objective = course === "rosenbrock" ? "rosenbrock" : "homeworkQuadratic()";
  const start = course === "rosenbrock" ? "[-1.2, 1]" : "[-1, 5]";
  return `import * as nn from "@elbowjs/classic-nn";

const plain = { learningRate: ${learningRate} / 100 };
const scaled = { learningRate: ${learningRate} };
const optimizers = [
  nn.sgd(plain),
  nn.momentum(plain),
  nn.nesterov(plain),
  nn.adagrad(scaled),
  nn.rmsprop(scaled),
  nn.adam(scaled),
];
for (const optimizer of optimizers) {
  const { name, steps, diverged } = nn.optimizerTrace(optimizer, nn.${objective}, ${start}, { steps: ${steps} });
  console.log(name, diverged ? "diverged" : steps.at(-1).objective);
}
`;
};

/** Backpropagation outside this page. */
export const backpropagationCode = (settings: {
  learningRate: number;
  hidden: number;
  seed: number;
  t: number;
}): string => {
  const { learningRate, hidden, seed, t } = settings;
  return `import { backpropagate, initialNetwork, logistic, stepNetworkData, trainingTrace } from "@elbowjs/classic-nn";

const { inputs, targets } = stepNetworkData({ n: 100, seed: ${seed} });
const start = initialNetwork([2, ${hidden}, 1], { activation: logistic(5), deviation: 0.3, seed: ${seed} });
const { network } = trainingTrace(start, inputs, targets, {
  learningRate: ${learningRate},
  epochs: ${Math.max(1, t)},
  batchSize: "full",
});
const { fields, outputs, deltas, gradients, loss } = backpropagate(network, inputs, targets);
console.log("E", loss, gradients);
`;
};

/** Learning without a teacher outside this page. */
export const unsupervisedCode = (settings: {
  rule: PlaneRule;
  learningRate: number;
  seed: number;
}): string => {
  const { rule, learningRate, seed } = settings;
  const cloud = `const rng = defaultRng(${seed});`;
  if (rule === "competitive")
    return `import { competitiveTrace } from "@elbowjs/classic-nn";
import { defaultRng } from "@elbowjs/numpy-random";

${cloud}
const corners = [[-1.2, -0.8], [1.3, -0.6], [0.1, 1.2]];
const points = Array.from({ length: 150 }, () => {
  const [x, y] = corners[rng.integers(0, 3)];
  return [x + 0.25 * rng.standardNormal(), y + 0.25 * rng.standardNormal()];
});
const start = [[-0.2, 0], [0.2, 0.1], [0, -0.2]];
const { weights } = competitiveTrace(points, start, { learningRate: ${learningRate}, epochs: 2 });
console.log(weights);
`;
  const activation = rule === "oja" ? "" : ', activation: "linear"';
  return `import { firstPrincipalComponent, hebbianTrace } from "@elbowjs/classic-nn";
import { defaultRng } from "@elbowjs/numpy-random";

${cloud}
const points = Array.from({ length: 150 }, () => {
  const [along, across] = [0.9 * rng.standardNormal(), 0.25 * rng.standardNormal()];
  return [(2 * along - across) / Math.sqrt(5), (along + 2 * across) / Math.sqrt(5)];
});
const { weights } = hebbianTrace(points, [0.1, -0.4], {
  rule: "${rule}",
  epochs: 2,
  learningRate: ${learningRate}${activation},
});
console.log(weights, firstPrincipalComponent(points));
`;
};
