import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { stream } from "@elbowjs/training";
import type { Graph } from "../graph/graph.js";
import { ringEdges } from "./parity.js";

/**
 * Two triangles (label 1) or a hexagon (label 0), in turn, their vertices numbered at random, each with the number 1. Every vertex has
 * two neighbours with two neighbours and so on, hence a network that only sends messages finds no difference (Weisfeiler and Leman's
 * test in one dimension): it is right in exactly ½. With positions ({@link withPositions}) it is easy. For the task `graph`.
 *
 * @throws RangeError if an option is outside its range.
 * @see K. Xu et al., How Powerful are Graph Neural Networks?, 2019.
 */
export function cyclesTask(options: { readonly count?: number; readonly seed?: number } = {}): Graph[] {
  const caller = "cyclesTask";
  checkOptions(caller, options, ["count", "seed"]);
  const { count = 100, seed = 0 } = options;
  checkNumbers(caller, { count: [count, "integer in [1, 10000]"], seed: [seed, "integer ≥ 0"] });
  return Array.from({ length: count }, (_, g) => {
    const random = stream(seed, "sample", "cycles", g);
    const label = g % 2;
    const number = random.permutation(6);
    const edges = label === 1 ? [...ringEdges(3, 0), ...ringEdges(3, 3)] : ringEdges(6, 0);
    return {
      vertices: 6,
      features: new Float32Array(6).fill(1),
      edges: edges.map(([a, b]) => [number[a]!, number[b]!] as const),
      label,
    };
  });
}
