import { type Tensor1D, type Tensor2D, tensor1d, tensor2d } from "@tensorflow/tfjs-core";
import {
  diagonalPattern,
  disposePattern,
  type PatternTensors,
  patternOfSorted,
  patternTensors,
} from "../sparse/pattern.js";
import type { PreparedGraph } from "./graph.js";

/** Graphs of different sizes as one: the vertices one after another, the edges with offsets. */
export interface GraphBatch {
  readonly graphs: number;
  /** Features, [vertices of all graphs, d]. */
  readonly x: Tensor2D;
  /** Which vertex attends to which. */
  readonly edges: PatternTensors;
  /** Which vertices make which graph. */
  readonly members: PatternTensors;
  /** Vertices of each graph, [graphs, 1], as numbers to divide by. */
  readonly sizes: Tensor2D;
  /** The class of each graph or vertex, 0 where it is not known; undefined where none is asked for. */
  readonly targets?: Tensor1D;
  /** 1 where the class is known, else 0. */
  readonly known?: Tensor1D;
}

/** One batch of graphs, on the backend in use; `disposeBatch` frees it. */
export function graphBatch(graphs: readonly PreparedGraph[], targets?: readonly Int32Array[]): GraphBatch {
  const d = graphs[0]!.features;
  const vertices = graphs.reduce((total, graph) => total + graph.vertices, 0);
  const x = new Float32Array(vertices * d);
  const graphOf = new Int32Array(vertices);
  let at = 0;
  for (const [g, graph] of graphs.entries()) {
    x.set(graph.values, at * d);
    graphOf.fill(g, at, at + graph.vertices);
    at += graph.vertices;
  }
  const members = patternOfSorted(
    graphs.length,
    vertices,
    graphOf,
    graphOf.map((_, v) => v),
  );
  return {
    graphs: graphs.length,
    x: tensor2d(x, [vertices, d]),
    edges: patternTensors(diagonalPattern(graphs.map(({ pattern }) => pattern))),
    members: patternTensors(members),
    sizes: tensor2d(
      graphs.map((graph) => graph.vertices),
      [graphs.length, 1],
      "float32",
    ),
    ...(targets && targetTensors(targets)),
  };
}

function targetTensors(targets: readonly Int32Array[]): { targets: Tensor1D; known: Tensor1D } {
  const all = targets.flatMap((one) => [...one]);
  return {
    targets: tensor1d(
      all.map((value) => Math.max(value, 0)),
      "int32",
    ),
    known: tensor1d(
      all.map((value) => Number(value >= 0)),
      "float32",
    ),
  };
}

/** Frees the tensors of a batch. */
export function disposeBatch({ x, edges, members, sizes, targets, known }: GraphBatch): void {
  for (const pattern of [edges, members]) disposePattern(pattern);
  for (const tensor of [x, sizes, targets, known]) tensor?.dispose();
}
