import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import type { GraphFitOptions } from "../graph-network-options.js";
import { GraphTransformer } from "../graph-transformer.js";
import { kHopTask } from "../tasks/k-hop.js";
import { checkRun, type Experiment, type ExperimentRow, type RunOptions, runTrial } from "./experiment.js";

/** Options of {@link trainKHop}. */
export interface KHopTrial extends RunOptions {
  /** d: how far away the answer lies; an integer in [1, 20]. */
  readonly distance: number;
  /** L; an integer in [0, 20]. */
  readonly layers: number;
  /** Graphs to train on; an integer ≥ 1. Default 200. */
  readonly count?: number;
  /** Passes at most; an integer ≥ 1. Default 40; training ends when the loss is below 0.02. */
  readonly epochs?: number;
  /** Told of each epoch. Default: nobody. */
  readonly onEpoch?: GraphFitOptions["onEpoch"];
}

/**
 * One step of the staircase: a `GraphTransformer` of L layers on `kHopTask` at distance d, measured on 200 other graphs. Below d layers
 * the answer is out of sight, and the accuracy is that of a coin; from d on it is 1.
 *
 * @throws RangeError if an option is outside its range.
 */
export async function trainKHop(options: KHopTrial): Promise<ExperimentRow> {
  const caller = "trainKHop";
  checkRun(caller, options, ["distance", "layers", "count", "epochs", "onEpoch"]);
  const { distance, layers, seed, count = 200, epochs = 40, onEpoch } = options;
  checkNumbers(caller, {
    distance: [distance, "integer in [1, 20]"],
    layers: [layers, "integer in [0, 20]"],
    count: [count, "integer in [1, 10000]"],
    epochs: [epochs, "integer in [1, 1000]"],
  });
  checkKinds(caller, { onEpoch: [onEpoch, "function or undefined"] });
  const sees = layers >= distance;
  const size = { distance, vertices: Math.max(24, distance + 1) };
  return runTrial(
    {
      setting: `distance ${distance}, ${layers} ${layers === 1 ? "layer" : "layers"}`,
      expected: sees ? [0.99, 1] : [0.47, 0.53],
      isControl: !sees,
      task: "node",
      make: () =>
        GraphTransformer.create({ features: 2, width: 16, heads: 2, layers, feedForward: 32, seed }),
      train: kHopTask({ ...size, count, seed: 2 * seed }),
      test: kHopTask({ ...size, count: 200, seed: 2 * seed + 1 }),
      fit: { epochs, batchSize: Math.min(20, count), learningRate: 0.003 },
      enough: 0.02,
      onEpoch,
    },
    options,
  );
}

/** The staircase of d = 1 … 6 by L = 1 … 6. */
export const kHopExperiment: Experiment = {
  name: "k-hop",
  about: "the bit of the ancestor at distance d: a coin below d layers, certain from d on",
  seeds: 5,
  async run(options) {
    checkRun("kHopExperiment.run", options);
    const sides = options.isQuick ? [1, 2] : [1, 2, 3, 4, 5, 6];
    const size = options.isQuick ? { count: 100, epochs: 20 } : {};
    const rows: ExperimentRow[] = [];
    for (const distance of sides)
      for (const layers of sides) rows.push(await trainKHop({ ...options, ...size, distance, layers }));
    return rows;
  },
};
