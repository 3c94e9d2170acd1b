import { checkNumbers } from "@elbowjs/arguments";
import { attendedPattern, checkedGraph, edgeEnds, type Graph } from "./graph.js";

/**
 * How many edges away each vertex is from one vertex, along the way that attention looks: 0 itself, 1 what it attends to, … A vertex
 * that cannot be reached has Infinity. After L layers a vertex at a distance above L has no influence.
 *
 * @param vertex where to start.
 * @returns a distance for each vertex.
 * @throws RangeError for a vertex that is not there, or a graph that {@link Graph} does not allow.
 */
export function hopDistances(graph: Omit<Graph, "features">, vertex: number): Float64Array {
  const caller = "hopDistances";
  const { vertices, edges, directed = false } = checkedGraph(caller, graph as Graph);
  checkNumbers(caller, { vertex: [vertex, `integer in [0, ${vertices - 1}]`] });
  const ends = edgeEnds(caller, edges, vertices, { directed });
  const { rowStart, columnOf } = attendedPattern(vertices, ends, { directed, selfLoops: false });
  const distances = new Float64Array(vertices).fill(Number.POSITIVE_INFINITY);
  distances[vertex] = 0;
  const queue = [vertex];
  for (const i of queue)
    for (let e = rowStart[i]!; e < rowStart[i + 1]!; e++) {
      const j = columnOf[e]!;
      if (distances[j] !== Number.POSITIVE_INFINITY) continue;
      distances[j] = distances[i]! + 1;
      queue.push(j);
    }
  return distances;
}
