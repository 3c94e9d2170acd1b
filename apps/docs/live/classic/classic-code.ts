import type { PlaneRule } from "./unsupervised.js";

/** The descent path outside this page, as far as step t. */
export const descentCode = ({
  learningRate,
  momentum,
  t,
}: {
  learningRate: number;
  momentum: number;
  t: number;
}): string =>
  `import { gradientDescentTrace, homeworkQuadratic } from "@elbowjs/classic-nn";

const R = homeworkQuadratic();
const { steps, diverged } = gradientDescentTrace(R, [0, 0], {
  learningRate: ${learningRate},
  momentum: ${momentum},
  iterations: 200,
});
const { w, value } = steps[Math.min(${t}, steps.length - 1)];
console.log(w.join(" "), "R", value, diverged ? "diverges" : "stays", "bound", R.stabilityBound);
`;

/** The race outside this page. */
export const raceCode = (settings: {
  course: "quadratic" | "rosenbrock";
  learningRate: number;
  steps: number;
  t: number;
  from: readonly [number, number] | undefined;
}): string => {
  const { course, learningRate, steps, t, from } = settings;
  const objective = course === "rosenbrock" ? "rosenbrock" : "homeworkQuadratic()";
  const usual = course === "rosenbrock" ? "[-1.2, 1]" : "[-1, 5]";
  const start = from === undefined ? usual : `[${from.join(", ")}]`;
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
  console.log(name, diverged ? "diverged" : steps[${t}].objective);
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
  const trained =
    t === 0
      ? "const network = start;"
      : `const { network } = trainingTrace(start, inputs, targets, {
  learningRate: ${learningRate},
  epochs: ${t},
  batchSize: "full",
});`;
  const names = `backpropagate, initialNetwork, logistic, stepNetworkData${t === 0 ? "" : ", trainingTrace"}`;
  return `import { ${names} } from "@elbowjs/classic-nn";

const { inputs, targets } = stepNetworkData({ n: 100, seed: ${seed} });
const start = initialNetwork([2, ${hidden}, 1], { activation: logistic(5), deviation: 0.3, seed: ${seed} });
${trained}
const { fields, outputs, deltas, gradients, loss } = backpropagate(network, inputs, targets);
console.log("E", loss, gradients);
`;
};

/** Learning without a teacher outside this page. */
export const unsupervisedCode = (settings: {
  rule: PlaneRule;
  learningRate: number;
  seed: number;
  t: number;
}): string => {
  const { rule, learningRate, seed, t } = settings;
  const weights = (start: string): string => (t === 0 ? start : `steps[${t - 1}].weights`);
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
const { steps } = competitiveTrace(points, start, { learningRate: ${learningRate}, epochs: 2 });
console.log(${weights("start")});
`;
  const activation = rule === "oja" ? "" : ', activation: "linear"';
  return `import { firstPrincipalComponent, hebbianTrace } from "@elbowjs/classic-nn";
import { defaultRng } from "@elbowjs/numpy-random";

${cloud}
const points = Array.from({ length: 150 }, () => {
  const [along, across] = [0.9 * rng.standardNormal(), 0.25 * rng.standardNormal()];
  return [(2 * along - across) / Math.sqrt(5), (along + 2 * across) / Math.sqrt(5)];
});
const start = [0.1, -0.4];
const { steps } = hebbianTrace(points, start, {
  rule: "${rule}",
  epochs: 2,
  learningRate: ${learningRate}${activation},
});
console.log(${weights("start")}, firstPrincipalComponent(points));
`;
};
