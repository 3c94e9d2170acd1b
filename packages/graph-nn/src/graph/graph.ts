import { checkChoices, checkFinite, checkKinds, checkNumbers, refusal, shown } from "@elbowjs/arguments";
import { type SparsePattern, sparsePattern } from "../sparse/pattern.js";

/** Edges as pairs [from, to], or flat in one array: `from` attends to `to`. */
export type EdgeList = readonly (readonly number[])[] | Int32Array;

/** A graph with a vector at each vertex. */
export interface Graph {
  /** Vertices, numbered from 0; an integer in [1, 1000000]. */
  readonly vertices: number;
  /** A vector for each vertex: a list of them, or all row by row in one array. */
  readonly features: readonly ArrayLike<number>[] | Float32Array | Float64Array;
  /** Each edge once. */
  readonly edges: EdgeList;
  /** Whether information goes one way only, from `to` to `from`. Default false: an edge counts both ways. */
  readonly directed?: boolean;
  /** The class of the whole graph, an integer ≥ 0: 0 or 1 for a decision. For the task `graph`. */
  readonly label?: number | undefined;
  /** The class of each vertex, −1 where it is not known. For the task `node`. */
  readonly labels?: ArrayLike<number> | undefined;
  /** What the vertices are called. Default: their numbers. */
  readonly names?: readonly string[] | undefined;
}

/** A graph as the networks take it: checked, with both directions and the loops among its edges. */
export interface PreparedGraph {
  readonly vertices: number;
  readonly features: number;
  readonly values: Float32Array;
  readonly pattern: SparsePattern;
  readonly label: number | undefined;
  readonly labels: Int32Array | undefined;
}

/**
 * Checks a graph.
 *
 * @param where what the message calls it: `graph 3`.
 * @throws RangeError for an empty graph, features of another width, not finite or not one vector a vertex, an edge to a vertex that is
 *   not there, an edge given twice, or labels of another length; TypeError for another kind.
 */
export function prepareGraph(
  caller: string,
  graph: Graph,
  {
    features,
    selfLoops,
    where = "the graph",
  }: { readonly features: number; readonly selfLoops: boolean; readonly where?: string },
): PreparedGraph {
  const { vertices, directed = false, label, labels } = checkedGraph(caller, graph, where);
  checkKinds(caller, { [`directed of ${where}`]: [directed, "boolean"] });
  const values = featureValues(caller, graph, features, where);
  const ends = edgeEnds(caller, graph.edges, vertices, { where, directed });
  const pattern = attendedPattern(vertices, ends, { directed, selfLoops });
  return { vertices, features, values, pattern, label, labels: checkLabels(caller, labels, vertices, where) };
}

/** What a graph must be, whatever is computed of it. */
export function checkedGraph(caller: string, graph: Graph, where = "the graph"): Graph {
  checkKinds(caller, { [where]: [graph, "object"] });
  checkNumbers(caller, { [`vertices of ${where}`]: [graph.vertices, "integer in [0, 1000000]"] });
  if (graph.vertices === 0)
    throw refusal(new RangeError(`${caller}: expected ${where} to have a vertex, got an empty graph`));
  return graph;
}

function featureValues(caller: string, { features: given, vertices }: Graph, d: number, where: string) {
  checkKinds(caller, { [`features of ${where}`]: [given, "object"] });
  const isFlat = ArrayBuffer.isView(given);
  if (!isFlat && !Array.isArray(given))
    throw refusal(
      new TypeError(
        `${caller}: expected features of ${where} as a list of vectors or a Float32Array, got ${shown(given)}`,
      ),
    );
  const mismatch = (got: string): Error =>
    refusal(
      new RangeError(`${caller}: expected features of ${where} of shape [${vertices}, ${d}], got ${got}`),
    );
  const values = new Float32Array(vertices * d);
  if (isFlat) {
    if (given.length !== values.length) throw mismatch(`${given.length} numbers`);
    values.set(given);
  } else {
    if (given.length !== vertices) throw mismatch(`${given.length} vectors`);
    for (const [v, vector] of given.entries()) {
      if (vector?.length !== d) throw mismatch(`${shown(vector)} at vertex ${v}`);
      for (let f = 0; f < d; f++) values[v * d + f] = vector[f]!;
    }
  }
  checkFinite(caller, `features of ${where}`, values);
  return values;
}

/**
 * The ends of edges, checked.
 *
 * @throws RangeError for an edge to a vertex that is not there, or one that is given twice; TypeError for other things than pairs.
 */
export function edgeEnds(
  caller: string,
  edges: EdgeList,
  vertices: number,
  { where = "the graph", directed = true }: { readonly where?: string; readonly directed?: boolean } = {},
): { readonly from: Int32Array; readonly to: Int32Array } {
  const isFlat = edges instanceof Int32Array;
  if (!isFlat && !Array.isArray(edges))
    throw refusal(
      new TypeError(
        `${caller}: expected edges of ${where} as a list of pairs or an Int32Array, got ${shown(edges)}`,
      ),
    );
  if (isFlat && edges.length % 2 !== 0)
    throw refusal(
      new RangeError(`${caller}: expected edges of ${where} as pairs, got ${edges.length} numbers`),
    );
  const count = isFlat ? edges.length / 2 : edges.length;
  const [from, to] = [new Int32Array(count), new Int32Array(count)];
  const seen = new Map<number, number>();
  for (let e = 0; e < count; e++) {
    const [i, j] = isFlat ? [edges[2 * e]!, edges[2 * e + 1]!] : pairAt(caller, edges, e, where);
    for (const end of [i, j])
      if (!(Number.isInteger(end) && end >= 0 && end < vertices))
        throw refusal(
          new RangeError(
            `${caller}: expected edges of ${where} between vertices 0 to ${vertices - 1}, got [${i}, ${j}] at edge ${e}`,
          ),
        );
    const key = !directed && j < i ? j * vertices + i : i * vertices + j;
    const before = seen.get(key);
    if (before !== undefined)
      throw refusal(
        new RangeError(
          `${caller}: expected each edge of ${where} once, got [${i}, ${j}] at edges ${before} and ${e}${directed ? "" : "; an undirected edge counts both ways already"}`,
        ),
      );
    seen.set(key, e);
    from[e] = i;
    to[e] = j;
  }
  return { from, to };
}

function pairAt(
  caller: string,
  edges: readonly (readonly number[])[],
  e: number,
  where: string,
): readonly [number, number] {
  const pair: unknown = edges[e];
  if (Array.isArray(pair) && pair.length === 2) return pair as unknown as readonly [number, number];
  throw refusal(
    new TypeError(
      `${caller}: expected edges of ${where} as pairs [from, to], got ${shown(pair)} at edge ${e}`,
    ),
  );
}

/** Which vertex attends to which: both ways where the edges have no direction, and to itself where loops are asked for. */
export function attendedPattern(
  vertices: number,
  { from, to }: { readonly from: Int32Array; readonly to: Int32Array },
  { directed, selfLoops }: { readonly directed: boolean; readonly selfLoops: boolean },
): SparsePattern {
  const rows = Array.from(from);
  const columns = Array.from(to);
  const hasLoop = new Uint8Array(vertices);
  for (const [e, i] of from.entries()) {
    const j = to[e]!;
    if (i === j) hasLoop[i] = 1;
    else if (!directed) {
      rows.push(j);
      columns.push(i);
    }
  }
  if (selfLoops)
    for (let v = 0; v < vertices; v++)
      if (hasLoop[v] === 0) {
        rows.push(v);
        columns.push(v);
      }
  return sparsePattern(vertices, vertices, Int32Array.from(rows), Int32Array.from(columns)).pattern;
}

function checkLabels(
  caller: string,
  labels: ArrayLike<number> | undefined,
  vertices: number,
  where: string,
): Int32Array | undefined {
  if (labels === undefined) return undefined;
  if (labels?.length !== vertices)
    throw refusal(
      new RangeError(`${caller}: expected labels of ${where} for ${vertices} vertices, got ${shown(labels)}`),
    );
  for (let v = 0; v < vertices; v++)
    checkNumbers(caller, { [`labels[${v}] of ${where}`]: [labels[v], "integer ≥ -1"] });
  return Int32Array.from(labels);
}

/** The task of a training: a decision for each graph, or for each vertex. */
export type Task = "graph" | "node";

/**
 * The classes that a task is about, each checked against the number there are; −1 at a vertex of unknown class.
 *
 * @throws RangeError if a label is missing or there is no such class.
 */
export function targetsOf(
  caller: string,
  graphs: readonly PreparedGraph[],
  task: Task,
  classes: number,
): Int32Array[] {
  checkChoices(caller, { task: [task, ["graph", "node"]] });
  return graphs.map(({ label, labels }, g) => {
    if (task === "graph") {
      if (label === undefined)
        throw refusal(
          new RangeError(`${caller}: expected a label of graph ${g} for the task 'graph', got none`),
        );
      checkNumbers(caller, { [`label of graph ${g}`]: [label, `integer in [0, ${classes - 1}]`] });
      return Int32Array.of(label);
    }
    if (labels === undefined)
      throw refusal(
        new RangeError(
          `${caller}: expected labels of the vertices of graph ${g} for the task 'node', got none`,
        ),
      );
    for (const [v, value] of labels.entries())
      checkNumbers(caller, { [`labels[${v}] of graph ${g}`]: [value, `integer in [-1, ${classes - 1}]`] });
    if (labels.every((value) => value === -1))
      throw refusal(
        new RangeError(`${caller}: expected a vertex of known class in graph ${g}, got -1 at all of them`),
      );
    return labels;
  });
}
