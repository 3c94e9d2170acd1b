import { hashed } from "@elbowjs/test-kit/hashed";
import type { Graph } from "../src/index.js";

/** A directed graph with about `edges` edges, drawn from a salt: any vertex may be alone, loops occur. */
export function randomEdges(salt: number, vertices: number, edges: number): [number, number][] {
  const ends = hashed(salt, 2 * edges);
  const at = (k: number): number => Math.floor(((ends[k]! + 1) / 2) * vertices);
  const seen = new Map<string, [number, number]>();
  for (let e = 0; e < edges; e++) {
    const pair: [number, number] = [at(2 * e), at(2 * e + 1)];
    seen.set(pair.join(), pair);
  }
  return [...seen.values()];
}

/** An undirected graph drawn from a salt, with features. */
export function randomGraph(salt: number, vertices: number, edges: number, features: number): Graph {
  const pairs = new Map<string, [number, number]>();
  for (const [a, b] of randomEdges(salt, vertices, edges)) {
    const pair: [number, number] = [Math.min(a, b), Math.max(a, b)];
    pairs.set(pair.join(), pair);
  }
  return { vertices, features: hashed(salt + 1, vertices * features), edges: [...pairs.values()] };
}
