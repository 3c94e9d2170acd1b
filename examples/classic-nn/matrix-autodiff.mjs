// CSCI 5527, homework 3, problem 1: value and gradient of every node of f = ½‖Y − W₃σ(W₂σ(W₁X))‖², σ = ReLU, with the
// matrices of default_rng(55272022). Prints a line for each node and the gradients asked for in full, to four digits;
// writes the graph to out/ as SVG and as DOT, and every number to out/matrix-autodiff.json.
//
//   node examples/classic-nn/matrix-autodiff.mjs
import { mkdir, writeFile } from "node:fs/promises";
import { graphDot, graphFigure, threeLayerTrace } from "@elbowjs/classic-nn";

const { nodes, node } = threeLayerTrace();
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
for (const name of ["W1", "W2", "W3"]) {
  console.log(`\n${name}.g in full:`);
  for (const row of node[name].g.to2DArray()) console.log(row.map((v) => v.toFixed(4).padStart(10)).join(""));
}

await mkdir("out", { recursive: true });
await writeFile("out/matrix-autodiff.svg", graphFigure(node.z));
await writeFile(
  "out/matrix-autodiff.json",
  JSON.stringify(
    Object.fromEntries(nodes.map(({ name, v, g }) => [name, { v: v.to2DArray(), g: g.to2DArray() }])),
  ),
);
await writeFile("out/matrix-autodiff.dot", graphDot(node.z));
