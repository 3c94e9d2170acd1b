import { checkKinds, checkNumbers, checkOptions, refusal } from "@elbowjs/arguments";
import { stream } from "@elbowjs/training";
import type { Graph } from "../graph/graph.js";
import { numbersOf, type ReadGraph } from "./graph-records.js";

/**
 * A citation graph in the two files of Cora, Citeseer and PubMed's time: `<paper> <word 0/1> … <class>` and `<cited> <citing>`, a line
 * each. Features are divided by their sum, as the paper on graph attention networks does. Citations count both ways; one that is
 * given in both directions, or twice, is one edge, and one of a paper by itself is none.
 *
 * @param content the text of `cora.content`. @param cites the text of `cora.cites`.
 * @throws RangeError for a line of another length, a number of words that differs, or a citation of a paper that is not there.
 * @see P. Sen et al., Collective Classification in Network Data, 2008.
 */
export function readCora(content: string, cites: string): ReadGraph {
  const caller = "readCora";
  checkKinds(caller, { content: [content, "string"], cites: [cites, "string"] });
  const papers = lines(content).map((line) => line.split(/\s+/));
  if (papers.length === 0)
    throw refusal(new RangeError(`${caller}: expected the graph to have a vertex, got an empty graph`));
  const words = papers[0]!.length - 2;
  if (words < 1)
    throw refusal(
      new RangeError(
        `${caller}: expected a name, words and a class on line 1, got ${papers[0]!.length} items`,
      ),
    );
  const names = papers.map(([name]) => name!);
  const numbers = numbersOf(caller, names);
  const features = new Float32Array(papers.length * words);
  for (const [v, paper] of papers.entries()) {
    const own = paper.slice(1, -1).map(Number);
    if (own.length !== words || own.some((value) => !(value >= 0)))
      throw refusal(
        new RangeError(
          `${caller}: expected ${words} words as numbers on line ${v + 1} of content, got others`,
        ),
      );
    const total = own.reduce((a, b) => a + b, 0) || 1;
    features.set(
      own.map((value) => value / total),
      v * words,
    );
  }
  const classNames = [...new Set(papers.map((paper) => paper.at(-1)!))].sort();
  const labels = Int32Array.from(papers, (paper) => classNames.indexOf(paper.at(-1)!));
  const edges = citations(caller, cites, numbers);
  return { graph: { vertices: papers.length, features, edges, labels, names }, classNames };
}

function citations(caller: string, cites: string, numbers: ReadonlyMap<string, number>): [number, number][] {
  const edges = new Map<string, [number, number]>();
  for (const [i, line] of lines(cites).entries()) {
    const [a, b] = line.split(/\s+/).map((name) => numbers.get(name));
    if (a === undefined || b === undefined)
      throw refusal(
        new RangeError(
          `${caller}: expected two papers that are there on line ${i + 1} of cites, got ${JSON.stringify(line.slice(0, 60))}`,
        ),
      );
    if (a !== b) edges.set(`${Math.min(a, b)} ${Math.max(a, b)}`, [Math.min(a, b), Math.max(a, b)]);
  }
  return [...edges.values()];
}

const lines = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Options of {@link splitVertices}. */
export interface SplitOptions {
  /** Vertices of each class to train on; an integer ≥ 1. Default 20, the paper's. */
  readonly perClass?: number;
  /** Vertices to stop by; an integer ≥ 0. Default 500. */
  readonly validation?: number;
  /** Vertices to measure; an integer ≥ 0. Default 1000. */
  readonly test?: number;
  /** An integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/**
 * The same graph three times, with the labels of other vertices: to train on, to stop by, to measure. Drawn at random; the paper's own
 * split is of the same sizes, but a fixed one.
 *
 * @throws RangeError if a class has fewer vertices than asked for, or the graph has.
 */
export function splitVertices(
  graph: Graph,
  options: SplitOptions = {},
): { readonly train: Graph; readonly validation: Graph; readonly test: Graph } {
  const caller = "splitVertices";
  checkOptions(caller, options, ["perClass", "validation", "test", "seed"]);
  const { perClass = 20, validation = 500, test = 1000, seed = 0 } = options;
  checkNumbers(caller, {
    perClass: [perClass, "integer ≥ 1"],
    validation: [validation, "integer ≥ 0"],
    test: [test, "integer ≥ 0"],
    seed: [seed, "integer ≥ 0"],
  });
  checkKinds(caller, { graph: [graph, "object"], "labels of the graph": [graph?.labels, "object"] });
  const labels = Int32Array.from(graph.labels!);
  const left: number[] = [];
  const counts = new Map<number, number>();
  const train: number[] = [];
  for (const v of stream(seed, "sample", "split").permutation(labels.length)) {
    const label = labels[v]!;
    if (label < 0) continue;
    const count = counts.get(label) ?? 0;
    if (count < perClass) train.push(v);
    else left.push(v);
    counts.set(label, count + 1);
  }
  for (const [label, count] of counts)
    if (count < perClass)
      throw refusal(
        new RangeError(`${caller}: expected ${perClass} vertices of class ${label}, got ${count}`),
      );
  if (left.length < validation + test)
    throw refusal(
      new RangeError(
        `${caller}: expected ${validation} + ${test} vertices besides those to train on, got ${left.length}`,
      ),
    );
  const only = (chosen: readonly number[]): Graph => {
    const told = new Int32Array(labels.length).fill(-1);
    for (const v of chosen) told[v] = labels[v]!;
    return { ...graph, labels: told };
  };
  return {
    train: only(train),
    validation: only(left.slice(0, validation)),
    test: only(left.slice(validation, validation + test)),
  };
}
