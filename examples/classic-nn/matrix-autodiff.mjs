// CSCI 5527, homework 3, problem 1: value and gradient of every node of f = ½‖Y − W₃σ(W₂σ(W₁X))‖², with the matrices of
// default_rng(55272022). Prints a line for each node; writes the graph to out/ as SVG and as DOT.
//
//   node examples/classic-nn/matrix-autodiff.mjs
import { mkdir, writeFile } from "node:fs/promises";
import { graphDot, graphFigure, threeLayerLeaves, threeLayerTrace } from "@elbowjs/classic-nn";

const { nodes, node } = threeLayerTrace(threeLayerLeaves());
const first = (matrix) =>
  matrix
    .to1DArray()
    .slice(0, 3)
    .map((v) => v.toFixed(8))
    .join(", ");
for (const { name, operation, shape, v, g } of nodes)
  console.log(
    `${name.padEnd(3)} ${operation.padEnd(12)} ${shape.padEnd(8)}  v: ${first(v).padEnd(38)}  g: ${first(g)}`,
  );
console.log("\n∂f/∂W3 in full:");
for (const row of node.W3.g.to2DArray()) console.log(row.map((v) => v.toFixed(8).padStart(13)).join(""));

await mkdir("out", { recursive: true });
await writeFile("out/matrix-autodiff.svg", graphFigure(node.f));
await writeFile("out/matrix-autodiff.dot", graphDot(node.f));
