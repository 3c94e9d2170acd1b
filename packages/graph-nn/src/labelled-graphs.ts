import { checkChoices, refusal, shown } from "@elbowjs/arguments";
import { type Graph, type PreparedGraph, prepareGraph, type Task, targetsOf } from "./graph/graph.js";
import type { GraphNetworkOptions } from "./graph-network-options.js";

/** Graphs that a network takes, and the classes that a task is about. */
export interface LabelledGraphs {
  readonly graphs: readonly PreparedGraph[];
  readonly targets: readonly Int32Array[];
}

/** Checks graphs to learn from or to measure. @throws RangeError for a graph or a label that does not fit. */
export function labelledGraphs(
  caller: string,
  options: Required<GraphNetworkOptions>,
  graphs: readonly Graph[],
  task: Task,
): LabelledGraphs {
  checkChoices(caller, { task: [task, ["graph", "node"]] });
  const prepared = preparedGraphs(caller, options, graphs, task);
  return { graphs: prepared, targets: targetsOf(caller, prepared, task, Math.max(2, options.outputs)) };
}

/**
 * Checks graphs.
 *
 * @param task what the read-out is for; undefined where it is not used.
 * @throws RangeError for a graph that does not fit the network; TypeError for what is no list.
 */
export function preparedGraphs(
  caller: string,
  { features, selfLoops, readout, vertices }: Required<GraphNetworkOptions>,
  graphs: readonly Graph[],
  task: Task | undefined,
): PreparedGraph[] {
  if (!Array.isArray(graphs))
    throw refusal(new TypeError(`${caller}: expected a list of graphs, got ${shown(graphs)}`));
  if (graphs.length === 0)
    throw refusal(new RangeError(`${caller}: expected at least one graph, got an empty list`));
  if (task !== undefined) checkChoices(caller, { task: [task, ["graph", "node"]] });
  const prepared = graphs.map((graph, g) =>
    prepareGraph(caller, graph, { features, selfLoops, where: `graph ${g}` }),
  );
  if (readout !== "linear" || task === undefined) return prepared;
  if (task === "node")
    throw refusal(
      new RangeError(
        `${caller}: expected the task 'graph' with the read-out 'linear', whose weights are each vertex's own, got 'node'`,
      ),
    );
  for (const [g, graph] of prepared.entries())
    if (graph.vertices !== vertices)
      throw refusal(
        new RangeError(
          `${caller}: expected ${vertices} vertices for the read-out 'linear', got ${graph.vertices} in graph ${g}`,
        ),
      );
  return prepared;
}
