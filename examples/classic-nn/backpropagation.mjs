// Homework 5, question 2: a 2-3-1 network learns 1,000 points labelled by a network of steps; the solution's variation of
// part (f) beside each of its changes alone, and others. Lecture 14: a sliding filter, and the gradients of a convolution
// layer by hand. Writes four figures to out/. Twelve runs of up to 100,000 steps: half a minute.
//
//   node examples/classic-nn/backpropagation.mjs
import { mkdir, writeFile } from "node:fs/promises";
import {
  convolve,
  convolveBackward,
  decisionFigure,
  decisionSurface,
  homeworkTraining,
  homeworkVariations,
  lectureSlidingFilter,
  maxPool,
  maxPoolBackward,
  slidingFilter,
  stepNetworkData,
  surfaceFigure,
  trainingFigure,
} from "@elbowjs/classic-nn";
import { Matrix } from "ml-matrix";

const { inputs, targets } = stepNetworkData();
const traces = {};
console.log("Mean squared error after 0, 1, 10, 20, 50, 100 epochs, and η at the end:");
for (const [name, variation] of Object.entries(homeworkVariations)) {
  traces[name] = homeworkTraining(variation);
  const { epochs } = traces[name];
  const errors = [0, 1, 10, 20, 50, 100].map((epoch) => epochs[epoch].meanSquaredError.toFixed(4));
  // The homework's loss has no ½: its η is half of the trace's.
  console.log(`${name.padEnd(26)} ${errors.join("  ")}   ${(epochs.at(-1).learningRate / 2).toPrecision(3)}`);
}

const { network } = traces.homework;
const { x, y, values } = decisionSurface(network, -1.5, 1.5, 7);
console.log("\nDecision surface (x₁, x₂, f) of the homework's run, x₂ down, x₁ across:");
for (const j of y.keys())
  console.log(`${y[j].toFixed(1).padStart(5)}  ${Array.from(values[j], (f) => f.toFixed(3)).join("  ")}`);
console.log(`       ${Array.from(x, (v) => v.toFixed(1).padEnd(5)).join("  ")}`);

// The lecture's image and filter: −3, then 6 where it prints 4.
console.log("\nSliding filter, lecture 14:");
for (const row of slidingFilter(lectureSlidingFilter.image, lectureSlidingFilter.filter).to2DArray())
  console.log(row.map((v) => String(v).padStart(4)).join(""));

// Two 1×1 kernels with bias, then max pooling; E = ½ Σ (pooled − 1)².
const layer = { kernels: [[new Matrix([[2]])], [new Matrix([[-1]])]], bias: [1, 0.5] };
const pixels = [
  new Matrix([
    [1, -2],
    [0, 3],
  ]),
];
const maps = convolve(layer, pixels);
const deltas = maps.map((map) => {
  const pool = maxPool(map);
  return maxPoolBackward(pool, Matrix.sub(pool.output, 1), map);
});
const gradient = convolveBackward(layer, pixels, deltas);
console.log("Two 1×1 kernels: outputs", maps.map((m) => JSON.stringify(m.to2DArray())).join(" and "));
console.log(
  `∂E/∂w = ${gradient.kernels.map(([k]) => k.get(0, 0)).join(", ")}; ∂E/∂b = ${gradient.bias.join(", ")}; ∂E/∂x = ${JSON.stringify(gradient.input[0].to2DArray())}`,
);

await mkdir("out", { recursive: true });
await writeFile("out/backpropagation-error.svg", trainingFigure(traces));
for (const name of ["homework", "solution"])
  await writeFile(`out/homework-5-${name}.svg`, surfaceFigure(traces[name].network, inputs, { title: name }));
await writeFile("out/backpropagation-decision.svg", decisionFigure(network, inputs, targets));
