import { disturbanceTask, type Graph, karateClub } from "@elbowjs/graph-nn";
import type { GraphName } from "./graph-messages.js";

/** Passes and graphs of each cell of the page's staircase: fewer than the published experiment's, so that it appears in a minute. */
export const cellSize = { count: 120, epochs: 30 } as const;

/** The graphs to look at; the same in page and worker. */
export function shownGraph(name: GraphName): Graph {
  if (name === "karate") return karateClub();
  if (name === "sensors") return disturbanceTask({ count: 2, seed: 3 })[1]!;
  const edges = Array.from({ length: 16 }, (_, v) => [v, (v + 1) % 16]);
  return { vertices: 16, features: Float32Array.from({ length: 16 }, (_, v) => Math.sin(v)), edges };
}

/** Numbers at each vertex. */
export const featuresOf = ({ features, vertices }: Graph): number =>
  (features as Float32Array).length / vertices;
