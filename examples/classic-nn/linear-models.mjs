// Lectures 7 and 8: least squares by pseudo-inverse, Widrow–Hoff LMS online and in batches, the delta rule, the perceptron.
// Prints the weights each finds; writes two figures to out/.
//
//   node examples/classic-nn/linear-models.mjs
import { mkdir, writeFile } from "node:fs/promises";
import {
  deltaRuleTrace,
  learningCurveFigure,
  leastSquares,
  lmsTrace,
  perceptronFigure,
  perceptronTrace,
  tanh,
} from "@elbowjs/classic-nn";
import { defaultRng } from "@elbowjs/numpy-random";

const show = (weights) => Array.from(weights, (w) => w.toFixed(5)).join(", ");
const rng = defaultRng(78);
const n = 60;

// y = 0.6x₁ − 0.4x₂ + 0.2 and a little noise; the row of ones carries the bias.
const x1 = Array.from(rng.standardNormal(n));
const x2 = Array.from(rng.standardNormal(n));
const inputs = [x1, x2, new Array(n).fill(1)];
const outputs = [x1.map((_, i) => 0.6 * x1[i] - 0.4 * x2[i] + 0.2 + 0.05 * rng.standardNormal())];

const exact = leastSquares(inputs, outputs);
console.log(
  `Least squares, ${exact.method}: W = [${show(exact.weights.getRow(0))}], MSE ${exact.meanSquaredError.toFixed(6)}`,
);
const singular = leastSquares([...inputs, x1.map((_, i) => x1[i] + x2[i])], outputs);
console.log(
  `With a row x₁ + x₂ more, rank ${singular.rank} of 4, ${singular.method}: W = [${show(singular.weights.getRow(0))}]`,
);

const runs = [
  lmsTrace(inputs, outputs, { learningRate: 0.02, epochs: 60 }),
  lmsTrace(inputs, outputs, { learningRate: 0.1, epochs: 60, mode: "batch" }),
  deltaRuleTrace(inputs, outputs, { learningRate: 0.02, epochs: 60, activation: tanh }),
];
for (const { mode, activation, weights, meanSquaredErrors } of runs)
  console.log(
    `${mode}, ${activation}: W = [${show(weights.getRow(0))}], MSE ${meanSquaredErrors.at(-1).toFixed(6)}`,
  );

const labels = x1.map((_, i) => (x1[i] - 2 * x2[i] + 0.3 > 0 ? 1 : -1));
const perceptron = perceptronTrace(inputs, labels, { epochs: 500 });
console.log(
  `Perceptron: w = [${show(perceptron.weights)}], mistakes by pass ${perceptron.mistakes.join(", ")}, ${perceptron.converged ? "converged" : "did not converge"}`,
);

await mkdir("out", { recursive: true });
await writeFile("out/linear-models-error.svg", learningCurveFigure(runs));
await writeFile("out/perceptron.svg", perceptronFigure(inputs, labels, perceptron));
