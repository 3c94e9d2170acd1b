import { checkKinds, checkOptions, refusal, shown } from "@elbowjs/arguments";
import { onesFeatures } from "../graph/features.js";
import { edgeEnds, type Graph } from "../graph/graph.js";

/** Which attributes of a vertex are what. */
export interface ReadOptions {
  /** Attributes that are its features, each a number. Default: none; the feature is a 1. */
  readonly features?: readonly string[];
  /** Attribute that is its class. Default: none. */
  readonly label?: string;
}

/** A graph that was read. */
export interface ReadGraph {
  readonly graph: Graph & { readonly names: readonly string[] };
  /** The names of the classes, sorted; empty without a label. */
  readonly classNames: readonly string[];
}

/** What a format tells of a graph. */
export interface GraphRecords {
  readonly names: readonly string[];
  readonly attributes: readonly Readonly<Record<string, unknown>>[];
  readonly edges: readonly (readonly [from: number, to: number])[];
  readonly directed: boolean;
}

/** Makes a graph of what a format tells. @throws RangeError or TypeError for attributes that are missing or no numbers. */
export function graphOfRecords(
  caller: string,
  { names, attributes, edges, directed }: GraphRecords,
  options: ReadOptions,
): ReadGraph {
  checkOptions(caller, options, ["features", "label"]);
  const { features, label } = options;
  checkKinds(caller, { label: [label, "string or undefined"] });
  if (features !== undefined && !(Array.isArray(features) && features.every((f) => typeof f === "string")))
    throw refusal(new TypeError(`${caller}: expected features as a list of names, got ${shown(features)}`));
  const vertices = names.length;
  if (vertices === 0)
    throw refusal(new RangeError(`${caller}: expected the graph to have a vertex, got an empty graph`));
  edgeEnds(caller, edges, vertices, { directed });
  const { labels, classNames } = classesOf(attributes, label);
  const graph = {
    vertices,
    features: features ? featureValues(caller, names, attributes, features) : onesFeatures(vertices),
    edges,
    directed,
    names,
    ...(labels && { labels }),
  };
  return { graph, classNames };
}

function featureValues(
  caller: string,
  names: readonly string[],
  attributes: GraphRecords["attributes"],
  features: readonly string[],
): Float32Array {
  const values = new Float32Array(names.length * features.length);
  for (const [v, own] of attributes.entries())
    for (const [f, feature] of features.entries()) {
      const value = own[feature];
      if (typeof value !== "number" || !Number.isFinite(value))
        throw refusal(
          new RangeError(
            `${caller}: expected ${feature} of vertex ${names[v]} to be a finite number, got ${shown(value)}`,
          ),
        );
      values[v * features.length + f] = value;
    }
  return values;
}

function classesOf(attributes: GraphRecords["attributes"], label: string | undefined) {
  if (label === undefined) return { labels: undefined, classNames: [] };
  const given = attributes.map((own) => own[label]);
  const isKnown = (value: unknown): boolean => value !== undefined && value !== null;
  const classNames = [...new Set(given.filter(isKnown).map(String))].sort();
  const labels = Int32Array.from(given, (value) => (isKnown(value) ? classNames.indexOf(String(value)) : -1));
  return { labels, classNames };
}

/** The numbers of names, in order. @throws RangeError for one that comes twice. */
export function numbersOf(caller: string, names: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const [v, name] of names.entries()) {
    if (numbers.has(name))
      throw refusal(
        new RangeError(`${caller}: expected each vertex once, got ${JSON.stringify(name)} twice`),
      );
    numbers.set(name, v);
  }
  return numbers;
}
