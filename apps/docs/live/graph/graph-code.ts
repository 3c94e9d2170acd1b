import { cellSize } from "./shown-graph.js";

/** The program that trains the same staircase outside this page. */
export const graphCode = ({ side, seed }: { readonly side: number; readonly seed: number }): string =>
  `import { trainKHop } from "@elbowjs/graph-nn/experiments";
import { useBackend } from "@elbowjs/backend";

await useBackend({ prefer: ["wasm", "cpu"] });
for (let distance = 1; distance <= ${side}; distance++)
  for (let layers = 1; layers <= ${side}; layers++) {
    const { accuracy } = await trainKHop({ distance, layers, seed: ${seed}, count: ${cellSize.count}, epochs: ${cellSize.epochs} });
    console.log("distance", distance, "layers", layers, "accuracy", accuracy.toFixed(3));
  }
`;
