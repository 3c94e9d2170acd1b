import { readFile } from "node:fs/promises";
import { DataFault } from "@elbowjs/command-line";
import type { Graph, Task } from "../graph/graph.js";
import { withPositions } from "../graph/positions.js";
import { readJsonGraph } from "../readers/json-graph.js";
import { cyclesTask } from "../tasks/cycles.js";
import { disturbanceTask } from "../tasks/disturbance.js";
import { kHopTask } from "../tasks/k-hop.js";
import { karateClub } from "../tasks/karate-club.js";
import { parityTask } from "../tasks/parity.js";

/** Graphs to train on and to measure. */
export interface GraphData {
  readonly name: string;
  readonly task: Task;
  readonly train: readonly Graph[];
  readonly test: readonly Graph[];
}

/** What the data are read with. */
export interface DataValues {
  readonly seed: number;
  readonly features: string | undefined;
  readonly label: string | undefined;
}

/** The data that need no file, by name. */
const made: Readonly<Record<string, (seed: number) => Omit<GraphData, "name">>> = {
  karate: () => ({ task: "node", train: [karateClub({ known: [0, 33] })], test: [karateClub()] }),
  disturbance: (seed) => inTwo("graph", (count, s) => disturbanceTask({ count, seed: s }), seed),
  parity: (seed) => inTwo("graph", (count, s) => parityTask({ count, seed: s }), seed),
  cycles: (seed) =>
    inTwo(
      "graph",
      (count, s) =>
        cyclesTask({ count, seed: s }).map((graph) => withPositions(graph, { kind: "random-walk" })),
      seed,
    ),
  "k-hop": (seed) => inTwo("node", (count, s) => kHopTask({ distance: 2, count, seed: s }), seed),
};

function inTwo(task: Task, draw: (count: number, seed: number) => Graph[], seed: number) {
  return { task, train: draw(300, 2 * seed), test: draw(300, 2 * seed + 1) };
}

/** The names of data that need no file. */
export const dataNames: readonly string[] = Object.keys(made);

/**
 * Graphs by name, or from a file in the JSON Graph Format. The graphs of a file are trained on, and measured: those of which the task
 * is `graph` where they have labels of their own, else `node`.
 *
 * @throws DataFault for a file that cannot be read.
 */
export async function openGraphs(from: string, { seed, features, label }: DataValues): Promise<GraphData> {
  const known = made[from];
  if (known) return { name: from, ...known(seed) };
  let text: string;
  try {
    text = await readFile(from, "utf8");
  } catch (cause) {
    throw new DataFault(
      `expected one of ${dataNames.join(", ")}, or a file in the JSON Graph Format, got ${from}: ${(cause as Error).message}`,
      { cause },
    );
  }
  const options = {
    ...(features !== undefined && { features: features.split(",") }),
    ...(label !== undefined && { label }),
  };
  const graphs = readJsonGraph(text, options).map(({ graph }) => graph);
  const task = graphs.some((graph) => graph.label !== undefined) ? "graph" : "node";
  return { name: from, task, train: graphs, test: graphs };
}

/** Numbers at each vertex. */
export function featuresOf([first]: readonly Graph[]): number {
  const { features, vertices } = first!;
  return ArrayBuffer.isView(features) ? features.length / vertices : features[0]!.length;
}

/** Classes there are: at least two. */
export function classesIn(graphs: readonly Graph[], task: Task): number {
  const labels = graphs.flatMap(({ label, labels }) =>
    task === "graph" ? [label ?? 0] : Array.from(labels ?? []),
  );
  return Math.max(2, ...labels.map((label) => label + 1));
}
