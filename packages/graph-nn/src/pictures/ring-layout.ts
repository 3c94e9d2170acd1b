import { checkNumbers } from "@elbowjs/arguments";
import type { Graph } from "../graph/graph.js";
import { attendedPattern, edgeEnds } from "../graph/graph.js";
import { hopDistances } from "../graph/hop-distances.js";

/** Where the vertices of a graph lie around one of them. */
export interface RingLayout {
  /** In the plane; the vertex itself at (0, 0), one at distance d on the circle of radius d. */
  readonly places: readonly (readonly [x: number, y: number])[];
  /** Infinity for those that cannot be reached, which lie on one more circle. */
  readonly distances: Float64Array;
  /** The largest distance that is reached. */
  readonly rings: number;
}

/**
 * A layout in rings: what a vertex sees with one layer lies on the first circle, with two within the second, …. A vertex takes a part of
 * its parent's sector that grows with the number of vertices behind it.
 *
 * @throws RangeError for a vertex that is not there, more than 5,000 vertices, or a graph that {@link Graph} does not allow.
 */
export function ringLayout(graph: Omit<Graph, "features">, vertex: number): RingLayout {
  const distances = hopDistances(graph, vertex);
  checkNumbers("ringLayout", { vertices: [graph.vertices, "integer in [1, 5000]"] });
  const { vertices, edges, directed = false } = graph;
  const ends = edgeEnds("ringLayout", edges, vertices, { directed });
  const { rowStart, columnOf } = attendedPattern(vertices, ends, { directed, selfLoops: false });
  const children = childrenOf(distances, rowStart, columnOf, vertex);
  const leaves = new Float64Array(vertices);
  const order = Array.from(distances.keys()).sort((a, b) => distances[b]! - distances[a]!);
  for (const v of order) {
    const behind = children[v]!.reduce((total, child) => total + leaves[child]!, 0);
    leaves[v] = Math.max(1, behind);
  }
  const rings = Math.max(0, ...distances.filter(Number.isFinite));
  const angles = new Float64Array(vertices);
  // The root, lest one large branch leaves no room on the first circle.
  const partOf = (v: number): number => Math.sqrt(leaves[v]!);
  const spread = (v: number, from: number, to: number): void => {
    angles[v] = (from + to) / 2;
    let at = from;
    for (const child of children[v]!) {
      const share = ((to - from) * partOf(child)) / children[v]!.reduce((sum, c) => sum + partOf(c), 0);
      spread(child, at, at + share);
      at += share;
    }
  };
  spread(vertex, 0, 2 * Math.PI);
  const apart = order.filter((v) => distances[v] === Number.POSITIVE_INFINITY);
  for (const [i, v] of apart.entries()) angles[v] = (2 * Math.PI * i) / apart.length;
  const places = Array.from(angles, (angle, v) => {
    const radius = Math.min(distances[v]!, rings + 1);
    return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
  });
  return { places, distances, rings };
}

/** Of a breadth-first tree: each vertex under the first that reaches it. */
function childrenOf(
  distances: Float64Array,
  rowStart: Int32Array,
  columnOf: Int32Array,
  vertex: number,
): number[][] {
  const children: number[][] = Array.from(distances, () => []);
  const taken = new Set([vertex]);
  const queue = [vertex];
  for (const v of queue)
    for (let e = rowStart[v]!; e < rowStart[v + 1]!; e++) {
      const child = columnOf[e]!;
      if (taken.has(child)) continue;
      taken.add(child);
      children[v]!.push(child);
      queue.push(child);
    }
  return children;
}
