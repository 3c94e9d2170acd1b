import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import type { Graph } from "../graph/graph.js";
import { GraphAttentionNetwork } from "../graph-attention-network.js";
import { splitVertices } from "../readers/cora.js";
import { karateClub } from "../tasks/karate-club.js";
import { checkRun, type Experiment, type ExperimentRow, type RunOptions, runTrial } from "./experiment.js";

/** The two who led the clubs. */
const leaders = [0, 33];

/** Zachary's karate club from one label a club. */
export const karateExperiment: Experiment = {
  name: "karate",
  about: "the club that each of 34 people joined, from the two leaders' alone, by a graph attention network",
  seeds: 10,
  async run(options) {
    checkRun("karateExperiment.run", options);
    const { seed } = options;
    const make = () =>
      GraphAttentionNetwork.create({
        ...{ features: 34, outputs: 2, width: 32, heads: 8, outputHeads: 8, layers: 3, seed },
      });
    const whole = karateClub();
    const told = karateClub({ known: leaders });
    const alone = (graph: Graph): Graph => ({ ...graph, edges: [] });
    const fit = { epochs: 20, learningRate: 0.002, l2: 0.005 };
    const trial = { task: "node", make, fit } as const;
    return [
      await runTrial(
        { ...trial, setting: "its friendships", train: [told], test: [whole], expected: [33 / 34, 1] },
        options,
      ),
      await runTrial(
        {
          ...trial,
          setting: "no friendships",
          train: [alone(told)],
          test: [alone(whole)],
          expected: [0, 0.9],
          isControl: true,
        },
        options,
      ),
    ];
  },
};

/** Options of {@link citationExperiment}. */
export interface CitationOptions extends RunOptions {
  /** Vertices of each class to train on, to stop by, to measure. Default 20, 500 and 1000, the paper's. */
  readonly split?: { readonly perClass?: number; readonly validation?: number; readonly test?: number };
  /** Passes at most. Default 1000; training stops 100 after the lowest validation loss. */
  readonly epochs?: number;
}

/**
 * A citation graph by the protocol of the paper on graph attention networks: two layers, 8 heads of 8 numbers, one output head, dropout
 * 0.6, L2 5e-4, Adam at 0.005, 20 labels per class, at most 1000 epochs, and the weights of the epoch with the lowest validation loss,
 * with a patience of 100. Two things differ: the split is drawn from the seed, and the last layer's numbers go through one more linear
 * map to the classes. Without edges as the control.
 *
 * @param graph of `readCora`.
 */
export async function citationExperiment(graph: Graph, options: CitationOptions): Promise<ExperimentRow[]> {
  const caller = "citationExperiment";
  checkRun(caller, options, ["split", "epochs"]);
  checkKinds(caller, { graph: [graph, "object"], features: [graph?.features, "object"] });
  const { seed, split = {}, epochs = 1000 } = options;
  checkNumbers(caller, { epochs: [epochs, "integer in [1, 100000]"] });
  const parts = splitVertices(graph, { ...split, seed });
  const classes = new Set(Array.from(graph.labels!)).size;
  const features = (graph.features as Float32Array).length / graph.vertices;
  const rows: ExperimentRow[] = [];
  for (const isControl of [false, true]) {
    const of = (part: Graph): Graph => (isControl ? { ...part, edges: [] } : part);
    const row = await runTrial(
      {
        setting: isControl ? "no citations" : "its citations",
        isControl,
        expected: [0, 1],
        task: "node",
        make: () => GraphAttentionNetwork.create({ features, outputs: classes, dropout: 0.6, seed }),
        train: [of(parts.train)],
        test: [of(parts.test)],
        fit: {
          ...{ epochs, learningRate: 0.005, l2: 5e-4, patience: Math.min(100, epochs) },
          validation: [of(parts.validation)],
        },
      },
      options,
    );
    rows.push(row);
  }
  return rows;
}
