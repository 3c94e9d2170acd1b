import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import type { Graph } from "../graph/graph.js";
import type { GraphNetwork } from "../graph-network.js";
import type {
  GraphEvaluation,
  GraphFitOptions,
  GraphNetworkOptions,
  TaskOptions,
} from "../graph-network-options.js";

/** One result of an experiment. */
export interface ExperimentRow {
  /** What was tried: `distance 3, 2 layers`. */
  readonly setting: string;
  readonly seed: number;
  /** On data that were not trained on, in [0, 1]. */
  readonly accuracy: number;
  /** Graphs or vertices that were measured. */
  readonly count: number;
  /** Accuracies, from and to, that the theory allows. */
  readonly expected: readonly [least: number, most: number];
  /** Whether it was made to fail, and so to show that the success of the others is no accident. */
  readonly isControl: boolean;
  /** Time of the training. */
  readonly seconds: number;
}

/** Whether a result is what was expected. */
export function holds(row: ExperimentRow): boolean {
  checkKinds("holds", { row: [row, "object"], "row.expected": [row?.expected, "object"] });
  const { accuracy, expected } = row;
  checkNumbers("holds", { "row.accuracy": [accuracy, "finite"] });
  return accuracy >= expected[0] && accuracy <= expected[1];
}

/** How an experiment is run. */
export interface RunOptions {
  /** Of data and weights; an integer ≥ 0. */
  readonly seed: number;
  /** Told of each result as it comes. Default: nobody. */
  readonly onRow?: ((row: ExperimentRow) => unknown) | undefined;
  /** Stops it. Default: nothing does. */
  readonly signal?: AbortSignal | undefined;
  /** A small version, for tests: fewer graphs or settings. Default false. */
  readonly isQuick?: boolean | undefined;
}

/** An experiment of the package: with its controls, from a seed. */
export interface Experiment {
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly about: string;
  /** How many seeds the published numbers have. */
  readonly seeds: number;
  run(options: RunOptions): Promise<ExperimentRow[]>;
}

/** Refuses options of an experiment that it does not take. */
export function checkRun(caller: string, options: RunOptions, more: readonly string[] = []): void {
  checkKinds(caller, { options: [options, "object"] });
  checkOptions(caller, options, ["seed", "onRow", "signal", "isQuick", ...more]);
  const { seed, onRow, signal, isQuick } = options;
  checkNumbers(caller, { seed: [seed, "integer in [0, 1000000000]"] });
  checkKinds(caller, {
    onRow: [onRow, "function or undefined"],
    signal: [signal, "AbortSignal or undefined"],
    isQuick: [isQuick, "boolean or undefined"],
  });
}

/** One network that is trained and measured. */
export interface Trial extends TaskOptions {
  readonly setting: string;
  readonly expected: readonly [number, number];
  readonly isControl?: boolean;
  readonly make: () => Promise<GraphNetwork<Required<GraphNetworkOptions>>>;
  readonly train: readonly Graph[];
  readonly test: readonly Graph[];
  readonly fit: GraphFitOptions;
  /** Training ends when an epoch's loss is below. Default: it does not. */
  readonly enough?: number;
  /** Told of each epoch. Default: nobody. */
  readonly onEpoch?: GraphFitOptions["onEpoch"] | undefined;
}

/** Trains and measures one network. */
export async function runTrial(trial: Trial, { seed, onRow, signal }: RunOptions): Promise<ExperimentRow> {
  const { setting, expected, isControl = false, task = "graph", train, test, fit } = trial;
  signal?.throwIfAborted();
  const network = await trial.make();
  try {
    const begin = performance.now();
    await fitUntil(network, train, { ...fit, task }, trial, signal);
    const seconds = (performance.now() - begin) / 1000;
    const { accuracy, count }: GraphEvaluation = await network.evaluate(test, { task });
    const row = { setting, seed, accuracy, count, expected, isControl, seconds };
    await onRow?.(row);
    return row;
  } finally {
    network.dispose();
  }
}

async function fitUntil(
  network: GraphNetwork<Required<GraphNetworkOptions>>,
  train: readonly Graph[],
  fit: GraphFitOptions,
  { enough, onEpoch }: Trial,
  signal: AbortSignal | undefined,
): Promise<void> {
  const done = new AbortController();
  try {
    await network.fit(train, {
      ...fit,
      signal: signal ? AbortSignal.any([signal, done.signal]) : done.signal,
      onEpoch: async (report, checkpoint) => {
        await onEpoch?.(report, checkpoint);
        if (enough !== undefined && report.loss < enough) done.abort();
      },
    });
  } catch (error) {
    if (!done.signal.aborted || signal?.aborted) throw error;
  }
}
