// Homework 5, question 1: gradient descent on R(w) = 13w₁² − 10w₁w₂ + 4w₁ + 2w₂² − 2w₂ + 1, and the w⁴ example.
// Prints the optimum, the stability bound and the distances; writes two figures to out/.
//
//   node examples/classic-nn/gradient-descent.mjs
import { mkdir, writeFile } from "node:fs/promises";
import {
  descentPathFigure,
  distanceFigure,
  gradientDescentTrace,
  homeworkQuadratic,
  quartic,
} from "@elbowjs/classic-nn";

const R = homeworkQuadratic();
console.log(
  `Minimum at (${Array.from(R.minimum, (w) => w.toFixed(6)).join(", ")}), R = ${R.value(R.minimum).toFixed(6)}`,
);
console.log(`Eigenvalues ${Array.from(R.eigenvalues, (l) => l.toFixed(6)).join(", ")}`);
console.log(`Gradient descent is stable for η < 2/λ_max = ${R.stabilityBound.toFixed(6)}\n`);

const traces = [0.02, 0.05, 0.1].map((learningRate) => gradientDescentTrace(R, [0, 0], { learningRate }));
console.log("Distance to the minimum after");
console.log(`${"iteration".padEnd(12)}${traces.map((t) => `η = ${t.learningRate}`.padEnd(14)).join("")}`);
for (const iteration of [0, 1, 10, 100, 200, 500]) {
  const distances = traces.map(({ steps }) => steps[iteration].distance.toExponential(4).padEnd(14));
  console.log(`${String(iteration).padEnd(12)}${distances.join("")}`);
}
for (const { learningRate, diverged } of traces)
  console.log(`η = ${learningRate} ${diverged ? "diverges" : "converges"}`);

console.log("\nw⁴ from w = 1:");
for (const learningRate of [1 / 8, 1 / 2]) {
  const { steps } = gradientDescentTrace(quartic(), [1], { learningRate, iterations: 4 });
  console.log(`η = ${learningRate}: ${steps.map(({ w }) => Number(w[0].toFixed(6))).join(", ")}`);
}

await mkdir("out", { recursive: true });
await writeFile("out/gradient-descent-distance.svg", distanceFigure(traces));
await writeFile(
  "out/gradient-descent-path.svg",
  descentPathFigure(R, traces.slice(0, 2), { x: [-0.5, 1.5], y: [-0.5, 3.5] }),
);
