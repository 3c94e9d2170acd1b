import { checkChoices, checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { attendedPattern, checkedGraph, edgeEnds, type Graph, prepareGraph } from "./graph.js";
import { symmetricEigen } from "./symmetric-eigen.js";

/** Options of {@link withPositions}. */
export interface PositionOptions {
  /** `random-walk` or `laplacian`; see {@link withPositions}. */
  readonly kind: "random-walk" | "laplacian";
  /** Numbers added at each vertex; an integer ≥ 1. Default 4. */
  readonly count?: number;
}

/**
 * A graph with numbers added to its features that say where in the graph a vertex is.
 *
 * `random-walk`: the probability that a walker who starts at v and takes an edge at random is back at v after 1, 2, …, `count` steps.
 * `laplacian`: the entries at v of the eigenvectors of L = I − D^−½ A D^−½ with the smallest eigenvalues, the constant one of a connected
 * graph included; an eigenvector's sign, and within equal eigenvalues its direction, is no property of the graph, so that a network
 * should be trained on many graphs. Edges count both ways.
 *
 * @throws RangeError for a graph that {@link Graph} does not allow, one of more than 1,000 vertices (300 for `laplacian`), or more
 *   eigenvectors than vertices.
 * @see V. Dwivedi et al., Graph Neural Networks with Learnable Structural and Positional Representations, 2022; V. Dwivedi, X. Bresson,
 *   A Generalization of Transformer Networks to Graphs, 2021.
 */
export function withPositions(graph: Graph, options: PositionOptions): Graph {
  const caller = "withPositions";
  checkKinds(caller, { options: [options, "object"] });
  checkOptions(caller, options, ["kind", "count"]);
  const { kind, count = 4 } = options;
  checkChoices(caller, { kind: [kind, ["random-walk", "laplacian"]] });
  const { vertices, features: given } = checkedGraph(caller, graph);
  checkKinds(caller, { features: [given, "object"] });
  checkNumbers(caller, {
    vertices: [vertices, kind === "laplacian" ? "integer in [1, 300]" : "integer in [1, 1000]"],
    count: [count, kind === "laplacian" ? `integer in [1, ${vertices}]` : "integer in [1, 100]"],
  });
  const width = ArrayBuffer.isView(given) ? given.length / vertices : (given[0]?.length ?? 0);
  checkNumbers(caller, { "features of a vertex": [width, "integer ≥ 0"] });
  const { values } = prepareGraph(caller, { ...graph, edges: [] }, { features: width, selfLoops: false });
  const near = neighbourMatrix(caller, graph);
  const positions =
    kind === "random-walk"
      ? returnProbabilities(near, vertices, count)
      : laplacianVectors(near, vertices, count);
  const features = new Float32Array(vertices * (width + count));
  for (let v = 0; v < vertices; v++) {
    features.set(values.subarray(v * width, (v + 1) * width), v * (width + count));
    features.set(positions.subarray(v * count, (v + 1) * count), v * (width + count) + width);
  }
  return { ...graph, features };
}

/** A, symmetric, row by row. */
function neighbourMatrix(caller: string, { vertices, edges, directed = false }: Graph): Float64Array {
  const ends = edgeEnds(caller, edges, vertices, { directed });
  const { rowOf, columnOf } = attendedPattern(vertices, ends, { directed, selfLoops: false });
  const matrix = new Float64Array(vertices * vertices);
  for (const [e, i] of rowOf.entries()) {
    const j = columnOf[e]!;
    matrix[i * vertices + j] = 1;
    matrix[j * vertices + i] = 1;
  }
  return matrix;
}

const degreesOf = (near: Float64Array, n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, v) => near.subarray(v * n, (v + 1) * n).reduce((a, b) => a + b, 0));

function returnProbabilities(near: Float64Array, n: number, steps: number): Float32Array {
  const degrees = degreesOf(near, n);
  const step = near.map((a, at) => (a === 0 ? 0 : a / degrees[Math.floor(at / n)]!));
  const result = new Float32Array(n * steps);
  // Row v of Pᵗ, one vertex at a time.
  for (let v = 0; v < n; v++) {
    let at = new Float64Array(n);
    at[v] = 1;
    for (let t = 0; t < steps; t++) {
      const next = new Float64Array(n);
      for (let i = 0; i < n; i++)
        if (at[i] !== 0) for (let j = 0; j < n; j++) next[j]! += at[i]! * step[i * n + j]!;
      at = next;
      result[v * steps + t] = at[v]!;
    }
  }
  return result;
}

function laplacianVectors(near: Float64Array, n: number, count: number): Float32Array {
  const roots = degreesOf(near, n).map((degree) => (degree > 0 ? 1 / Math.sqrt(degree) : 0));
  const laplacian = near.map((a, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return (i === j && roots[i]! > 0 ? 1 : 0) - a * roots[i]! * roots[j]!;
  });
  const { vectors } = symmetricEigen(laplacian, n);
  const result = new Float32Array(n * count);
  for (let v = 0; v < n; v++) for (let k = 0; k < count; k++) result[v * count + k] = vectors[k]![v]!;
  return result;
}
