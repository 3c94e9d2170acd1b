import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { stream } from "@elbowjs/training";
import type { Graph } from "../graph/graph.js";

/** Options of {@link parityTask}. */
export interface ParityOptions {
  /** Graphs; an integer in [2, 10000]. Default 200. */
  readonly count?: number;
  /** Vertices at most; an integer in [2, 200]. Default 12. */
  readonly vertices?: number;
  /** Whether graphs come in pairs of one and its double; see {@link parityTask}. Default true. */
  readonly isPaired?: boolean;
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/**
 * Is the number of marked vertices odd? Each graph is a ring, or two; features: marked or not. For the task `graph`.
 *
 * With `isPaired` a graph with an odd number of marks is followed by two copies of it side by side, whose number is even: every mean
 * over the vertices is the same in both, be it weighted by a softmax or not, and so is every network that reads out by one. It decides
 * both alike and is right in exactly ½. The sum is twice as large. Without, size and marks are drawn at random, and a mean of 5/11, say,
 * gives the number away.
 *
 * @throws RangeError if an option is outside its range.
 */
export function parityTask(options: ParityOptions = {}): Graph[] {
  const caller = "parityTask";
  checkOptions(caller, options, ["count", "vertices", "isPaired", "seed"]);
  const { count = 200, vertices = 12, isPaired = true, seed = 0 } = options;
  checkNumbers(caller, {
    count: [count, "integer in [2, 10000]"],
    vertices: [vertices, "integer in [2, 200]"],
    seed: [seed, "integer ≥ 0"],
  });
  checkKinds(caller, { isPaired: [isPaired, "boolean"] });
  const graphs: Graph[] = [];
  for (let g = 0; graphs.length < count; g++) {
    const random = stream(seed, "sample", "parity", g);
    const largest = isPaired ? Math.floor(vertices / 2) : vertices;
    const n = 1 + Math.floor(random.random() * largest);
    const marks = isPaired
      ? 1 + 2 * Math.floor(random.random() * Math.ceil(n / 2))
      : Math.floor(random.random() * (n + 1));
    const marked = new Set(random.permutation(n).subarray(0, marks));
    const one = ring(n, marked);
    graphs.push(one);
    if (isPaired && graphs.length < count) graphs.push(twice(one));
  }
  return graphs;
}

function ring(n: number, marked: ReadonlySet<number>): Graph {
  const features = new Float32Array(2 * n);
  for (let v = 0; v < n; v++) features[2 * v + Number(marked.has(v))] = 1;
  return { vertices: n, features, edges: ringEdges(n, 0), label: marked.size % 2 };
}

/** Two copies side by side. */
function twice({ vertices, features }: Graph): Graph {
  const both = new Float32Array(4 * vertices);
  both.set(features as Float32Array, 0);
  both.set(features as Float32Array, 2 * vertices);
  return {
    vertices: 2 * vertices,
    features: both,
    edges: [...ringEdges(vertices, 0), ...ringEdges(vertices, vertices)],
    label: 0,
  };
}

/** The edges of a ring of n vertices from number `first`; of two vertices one edge, of one none. */
export function ringEdges(n: number, first: number): [number, number][] {
  if (n < 2) return [];
  if (n === 2) return [[first, first + 1]];
  return Array.from({ length: n }, (_, v) => [first + v, first + ((v + 1) % n)]);
}
