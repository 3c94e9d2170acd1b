import { cosine } from "@elbowjs/training";
import type { Graph } from "../graph/graph.js";
import { type PositionOptions, withPositions } from "../graph/positions.js";
import { GraphTransformer } from "../graph-transformer.js";
import { cyclesTask } from "../tasks/cycles.js";
import { disturbanceTask } from "../tasks/disturbance.js";
import { parityTask } from "../tasks/parity.js";
import { checkRun, type Experiment, runTrial, type Trial } from "./experiment.js";

/** What nobody can do better than a coin, on n independent graphs: three and a half standard deviations about ½. */
const coin = (n: number): [number, number] => [0.5 - 1.75 / Math.sqrt(n), 0.5 + 1.75 / Math.sqrt(n)];
/** Alike for both of a pair: right in one of two. */
const half: [number, number] = [0.5, 0.5];

async function runAll(trials: readonly Trial[], options: Parameters<Experiment["run"]>[0]) {
  const rows = [];
  for (const trial of trials) rows.push(await runTrial(trial, options));
  return rows;
}

/** The exam's question: is there a disturbance in a sensor network or not? */
export const disturbanceExperiment: Experiment = {
  name: "disturbance",
  about: "four neighbouring sensors that read too much, against four scattered ones: only the edges tell",
  seeds: 5,
  async run(options) {
    checkRun("disturbanceExperiment.run", options);
    const { seed, isQuick } = options;
    const [train, test] = [
      disturbanceTask({ count: isQuick ? 200 : 400, seed: 2 * seed }),
      disturbanceTask({ count: 400, seed: 2 * seed + 1 }),
    ];
    const without = (graphs: readonly Graph[]): Graph[] => graphs.map((graph) => ({ ...graph, edges: [] }));
    // Two further on, so that the label stays the same and no sensor keeps its neighbours.
    const foreign = (graphs: readonly Graph[]): Graph[] =>
      graphs.map((graph, g) => ({ ...graph, edges: graphs[(g + 2) % graphs.length]!.edges }));
    const trial = (setting: string, change: (graphs: readonly Graph[]) => readonly Graph[]): Trial => ({
      setting,
      expected: change === keep ? [0.97, 1] : coin(400),
      isControl: change !== keep,
      make: () => GraphTransformer.create({ features: 1, width: 16, heads: 2, layers: 2, seed }),
      train: change(train),
      test: change(test),
      fit: { epochs: isQuick ? 20 : 25, batchSize: 20, learningRate: 0.003 },
      enough: 0.01,
    });
    return runAll(
      [trial("its edges", keep), trial("no edges", without), trial("another network's edges", foreign)],
      options,
    );
  },
};

const keep = (graphs: readonly Graph[]): readonly Graph[] => graphs;

/** Odd or even: by the sum, not by a mean. */
export const parityExperiment: Experiment = {
  name: "parity",
  about: "whether the number of marked vertices is odd: a sum tells a graph from its double, a mean does not",
  seeds: 5,
  async run(options) {
    checkRun("parityExperiment.run", options);
    const { seed, isQuick } = options;
    const train = parityTask({ count: isQuick ? 60 : 200, seed: 2 * seed });
    const test = parityTask({ count: 1000, seed: 2 * seed + 1 });
    const trials = (["sum", "mean", "attention"] as const).map(
      (readout): Trial => ({
        setting: `read-out ${readout}`,
        expected: readout === "sum" ? [0.99, 1] : half,
        isControl: readout !== "sum",
        make: () =>
          GraphTransformer.create({
            features: 2,
            width: 16,
            heads: 2,
            layers: 1,
            readout,
            readoutHidden: 64,
            seed,
          }),
        train,
        test,
        fit: {
          epochs: readout === "sum" ? 150 : isQuick ? 5 : 60,
          batchSize: 20,
          learningRate: cosine(0.01, 2e-4),
        },
      }),
    );
    return runAll(trials, options);
  },
};

/** Two triangles against a hexagon. */
export const cyclesExperiment: Experiment = {
  name: "cycles",
  about: "two triangles or a hexagon: the same to every network without positions, easy with them",
  seeds: 5,
  async run(options) {
    checkRun("cyclesExperiment.run", options);
    const { seed, isQuick } = options;
    const kinds: readonly (PositionOptions["kind"] | undefined)[] = [undefined, "random-walk", "laplacian"];
    const trials = kinds.map((kind): Trial => {
      const placed = (graphs: readonly Graph[]): readonly Graph[] =>
        kind === undefined ? graphs : graphs.map((graph) => withPositions(graph, { kind, count: 4 }));
      return {
        setting: kind === undefined ? "no positions" : `${kind} positions`,
        expected: kind === undefined ? half : [1, 1],
        isControl: kind === undefined,
        make: () =>
          GraphTransformer.create({
            features: kind === undefined ? 1 : 5,
            width: 16,
            heads: 2,
            layers: 2,
            seed,
          }),
        train: placed(cyclesTask({ count: isQuick ? 40 : 100, seed: 2 * seed })),
        test: placed(cyclesTask({ count: isQuick ? 100 : 400, seed: 2 * seed + 1 })),
        fit: { epochs: kind === undefined ? 10 : 60, batchSize: 10, learningRate: 0.005 },
        enough: 0.002,
      };
    });
    return runAll(trials, options);
  },
};
