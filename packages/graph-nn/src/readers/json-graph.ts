import { refusal, shown } from "@elbowjs/arguments";
import { graphOfRecords, numbersOf, type ReadGraph, type ReadOptions } from "./graph-records.js";

/**
 * The graphs of a file in the JSON Graph Format, version 1 (`nodes` a list) or 2 (`nodes` by name); `graph` or `graphs`. Features and
 * label are names in each node's `metadata`. Its edges have no direction only where `directed` is false: the format's default is true.
 * A graph's own class is `metadata.label` of the graph, if that is an integer.
 *
 * @param json text, or what `JSON.parse` made of it.
 * @throws RangeError for text that is no JSON, another form, an edge to a node that is not there or one that comes twice, or a
 *   feature that is missing.
 * @see https://jsongraphformat.info
 */
export function readJsonGraph(json: string | object, options: ReadOptions = {}): ReadGraph[] {
  const caller = "readJsonGraph";
  const file = record(caller, typeof json === "string" ? parsed(caller, json) : json, "the file");
  const graphs = file["graphs"] ?? (file["graph"] === undefined ? undefined : [file["graph"]]);
  if (!Array.isArray(graphs))
    throw refusal(new RangeError(`${caller}: expected graph or graphs, got ${Object.keys(file).join(", ")}`));
  return graphs.map((graph) => readOne(caller, record(caller, graph, "a graph"), options));
}

function readOne(caller: string, graph: Record<string, unknown>, options: ReadOptions): ReadGraph {
  const nodes = nodesOf(caller, graph["nodes"] ?? {});
  const names = nodes.map(([name]) => name);
  const numbers = numbersOf(caller, names);
  const directed = graph["directed"] !== false;
  const given = graph["edges"] ?? [];
  if (!Array.isArray(given))
    throw refusal(new RangeError(`${caller}: expected edges as a list, got ${shown(given)}`));
  const edges = given.map((one, e) => {
    const { source, target } = record(caller, one, `edge ${e}`);
    return [source, target].map((end) => {
      const number = numbers.get(String(end));
      if (number === undefined)
        throw refusal(
          new RangeError(
            `${caller}: expected edges between nodes that are there, got ${shown(end)} at edge ${e}`,
          ),
        );
      return number;
    }) as [number, number];
  });
  const attributes = nodes.map(([, node]) => {
    const { metadata } = node;
    return metadata === undefined ? {} : record(caller, metadata, "metadata");
  });
  const read = graphOfRecords(caller, { names, attributes, edges, directed }, options);
  const own = graph["metadata"] === undefined ? {} : record(caller, graph["metadata"], "metadata");
  const { label } = own;
  if (!Number.isInteger(label)) return read;
  return { ...read, graph: { ...read.graph, label: label as number } };
}

function nodesOf(caller: string, nodes: unknown): [string, Record<string, unknown>][] {
  if (Array.isArray(nodes))
    return nodes.map((node, v) => {
      const own = record(caller, node, `node ${v}`);
      return [String(own["id"] ?? v), own];
    });
  return Object.entries(record(caller, nodes, "nodes")).map(([name, node]) => [
    name,
    record(caller, node, `node ${name}`),
  ]);
}

function record(caller: string, value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    throw refusal(new RangeError(`${caller}: expected ${what} as an object, got ${shown(value)}`));
  return value as Record<string, unknown>;
}

function parsed(caller: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refusal(new RangeError(`${caller}: expected JSON, got ${shown(text)}`, { cause }));
  }
}
