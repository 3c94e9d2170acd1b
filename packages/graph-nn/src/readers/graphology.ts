import { checkKinds, refusal, shown } from "@elbowjs/arguments";
import { graphOfRecords, numbersOf, type ReadGraph, type ReadOptions } from "./graph-records.js";

/** The part of a graph of graphology (0.25 or later) that is read; nothing of that package is loaded. */
export interface GraphologyGraph {
  nodes(): string[];
  edges(): string[];
  source(edge: string): string;
  target(edge: string): string;
  isUndirected(edge: string): boolean;
  getNodeAttributes(node: string): Readonly<Record<string, unknown>>;
}

/**
 * A graph of graphology. Features and label are names of node attributes. Where some edges have a direction and others have none, the
 * latter become two edges.
 *
 * @throws TypeError for another object; RangeError for a feature that is missing, or parallel edges.
 * @see https://graphology.github.io
 */
export function readGraphology(source: GraphologyGraph, options: ReadOptions = {}): ReadGraph {
  const caller = "readGraphology";
  checkKinds(caller, { source: [source, "object"] });
  const methods = ["nodes", "edges", "source", "target", "isUndirected", "getNodeAttributes"] as const;
  for (const method of methods)
    if (typeof source[method] !== "function")
      throw refusal(new TypeError(`${caller}: expected a graph of graphology, got ${shown(source)}`));
  const names = source.nodes();
  const numbers = numbersOf(caller, names);
  const attributes = names.map((name) => source.getNodeAttributes(name));
  const all = source.edges().map((edge) => ({
    pair: [numbers.get(source.source(edge))!, numbers.get(source.target(edge))!] as const,
    isUndirected: source.isUndirected(edge),
  }));
  const directed = all.some(({ isUndirected }) => !isUndirected);
  const edges = all.flatMap(({ pair: [from, to], isUndirected }) =>
    directed && isUndirected && from !== to
      ? [[from, to] as const, [to, from] as const]
      : [[from, to] as const],
  );
  return graphOfRecords(caller, { names, attributes, edges, directed }, options);
}
