// Optimisers from scratch: seven rules down Rosenbrock's valley from (−1.2, 1). Prints the first steps of Adam with every
// intermediate value, and where each rule is after 2,000 steps; writes the two figures to out/.
//
//   node examples/classic-nn/optimizers.mjs
import { mkdir, writeFile } from "node:fs/promises";
import {
  adagrad,
  adam,
  adamW,
  momentum,
  nesterov,
  optimizerFigure,
  optimizerPathFigure,
  optimizerTrace,
  rmsprop,
  rosenbrock,
  sgd,
} from "@elbowjs/classic-nn";

const show = (values) => `[${Array.from(values, (value) => value.toFixed(6)).join(", ")}]`;
const start = [-1.2, 1];

console.log("Adam, Algorithm 1, η = 0.01, from (−1.2, 1)");
for (const { t, w, g, objective, state } of optimizerTrace(adam({ learningRate: 0.01 }), rosenbrock, start, {
  steps: 3,
}).steps)
  console.log(
    `  t = ${t}  w = ${show(w)}  f = ${objective.toFixed(6)}  g = ${show(g)}  m = ${show(state.m)}  v = ${show(state.v)}`,
  );

const traces = [
  sgd({ learningRate: 1e-3 }),
  momentum({ learningRate: 1e-3 }),
  nesterov({ learningRate: 1e-3 }),
  adagrad({ learningRate: 0.5 }),
  rmsprop({ learningRate: 0.01 }),
  adam({ learningRate: 0.02 }),
  adamW({ learningRate: 0.02, weightDecay: 0.01 }),
].map((optimizer) => optimizerTrace(optimizer, rosenbrock, start, { steps: 2000 }));

console.log("\nAfter 2,000 steps; the minimum 0 is at (1, 1)");
for (const { name, steps, diverged } of traces) {
  const { w, objective } = steps.at(-1);
  console.log(
    `  ${name.padEnd(9)} w = ${show(w)}  f = ${objective.toExponential(3)}${diverged ? "  diverged" : ""}`,
  );
}
await mkdir("out", { recursive: true });
await writeFile("out/optimizers-objective.svg", optimizerFigure(traces));
await writeFile("out/optimizers-ways.svg", optimizerPathFigure(rosenbrock, traces));
