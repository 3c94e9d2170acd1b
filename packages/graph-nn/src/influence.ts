import { checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import type { Graph } from "./graph/graph.js";
import { hopDistances } from "./graph/hop-distances.js";

/** A network whose vertices can be looked at after each layer: `GraphTransformer`, `GraphAttentionNetwork`, or another. */
export interface Embedding {
  /** [layer][vertex · width + number]; entry 0 is before the first layer. */
  embed(graph: Graph): Promise<readonly Float32Array[]>;
}

/** Options of {@link influence}. */
export interface InfluenceOptions {
  /** How far each feature is moved, finite and not 0. Default 1. */
  readonly change?: number;
}

/** How far a change at one vertex goes. */
export interface Influence {
  /** Of each layer, 0 before the first: by how much each vertex's vector moves, as a length. */
  readonly layers: readonly Float64Array[];
  /** How many edges each vertex is from the one that was changed, in the direction in which information goes; Infinity if none lead there. */
  readonly distances: Float64Array;
  /** By layer and distance 0, 1, …: the mean length. Exactly 0 where the distance is above the layer. */
  readonly byDistance: readonly (readonly number[])[];
}

/**
 * How far a network sees, measured: the features of one vertex are changed, and by how much each vertex's vector moves is told, layer
 * by layer. After layer l a vertex further than l edges away moves by exactly 0: no bit of it has changed.
 *
 * @param network to look into.
 * @param vertex whose features are changed.
 * @throws RangeError for a vertex that is not there, or a graph that {@link Graph} does not allow.
 */
export async function influence(
  network: Embedding,
  graph: Graph,
  vertex: number,
  options: InfluenceOptions = {},
): Promise<Influence> {
  const caller = "influence";
  checkKinds(caller, { network: [network, "object"], "network.embed": [network?.embed, "function"] });
  checkOptions(caller, options, ["change"]);
  const { change = 1 } = options;
  checkNumbers(caller, { change: [change, "finite"] });
  if (change === 0) throw refusal(new RangeError(`${caller}: expected change other than 0, got 0`));
  const distances = hopDistances(reversed(graph), vertex);
  const before = await network.embed(graph);
  const after = await network.embed(moved(graph, vertex, change));
  const layers = before.map((x, layer) => lengths(x, after[layer]!, graph.vertices));
  const furthest = Math.max(...distances.filter(Number.isFinite));
  const byDistance = layers.map((moves) =>
    Array.from({ length: furthest + 1 }, (_, d) => {
      const there = moves.filter((_, v) => distances[v] === d);
      return there.reduce((a, b) => a + b, 0) / there.length;
    }),
  );
  return { layers, distances, byDistance };
}

/** Information goes against the direction of attention. */
function reversed(graph: Graph): Graph {
  const { edges } = graph;
  const turned =
    edges instanceof Int32Array
      ? edges.map((_, i) => edges[i ^ 1]!)
      : Array.isArray(edges)
        ? edges.map((pair) => (Array.isArray(pair) ? [...pair].reverse() : pair))
        : edges;
  return { ...graph, edges: turned as Graph["edges"] };
}

function moved(graph: Graph, vertex: number, change: number): Graph {
  const { features, vertices } = graph;
  if (!ArrayBuffer.isView(features))
    return {
      ...graph,
      features: features.map((own, v) => (v === vertex ? Array.from(own, (x) => x + change) : own)),
    };
  const copy = (features as Float32Array).slice();
  const width = copy.length / vertices;
  for (let f = 0; f < width; f++) copy[vertex * width + f]! += change;
  return { ...graph, features: copy };
}

function lengths(a: Float32Array, b: Float32Array, vertices: number): Float64Array {
  const width = a.length / vertices;
  return Float64Array.from({ length: vertices }, (_, v) => {
    let sum = 0;
    for (let i = v * width; i < (v + 1) * width; i++) sum += (a[i]! - b[i]!) ** 2;
    return Math.sqrt(sum);
  });
}
