import { checkChoices, checkKinds, checkNumbers, refusal } from "@elbowjs/arguments";
import type { FitOptions } from "@elbowjs/training";
import type { Graph, Task } from "./graph/graph.js";
import { type ReadoutKind, readoutKinds } from "./readout.js";

/** Options that every network over graphs has. */
export interface GraphNetworkOptions {
  /** Numbers at each vertex; an integer ≥ 1. */
  readonly features: number;
  /** Logits: 1 for a decision by a sigmoid, or the number of classes for a softmax. An integer ≥ 1. Default 1. */
  readonly outputs?: number;
  /** How vertices become a decision for the graph; see {@link ReadoutKind}. Default `sum`. */
  readonly readout?: ReadoutKind;
  /** ReLU units between read-out and logits; an integer ≥ 0. Default 0: one linear map, as in the exam's answer. */
  readonly readoutHidden?: number;
  /** Vertices of each graph, for the read-out `linear`; an integer ≥ 0. Default 0: graphs of any size. */
  readonly vertices?: number;
  /** Whether each vertex also attends to itself. */
  readonly selfLoops?: boolean;
  /** Where the initial weights come from; an integer ≥ 0. Default 0. */
  readonly seed?: number;
}

/** The names of {@link GraphNetworkOptions}. */
export const networkOptionNames = [
  "features",
  "outputs",
  "readout",
  "readoutHidden",
  "vertices",
  "selfLoops",
  "seed",
] as const;

/** Checks the options that every network has, and fills in their defaults. */
export function completeNetworkOptions(
  caller: string,
  options: GraphNetworkOptions,
  defaults: { readonly selfLoops: boolean },
): Required<GraphNetworkOptions> {
  const { features, outputs = 1, readout = "sum", readoutHidden = 0 } = options;
  const { vertices = 0, selfLoops = defaults.selfLoops, seed = 0 } = options;
  checkNumbers(caller, {
    features: [features, "integer in [1, 1000000]"],
    outputs: [outputs, "integer in [1, 100000]"],
    readoutHidden: [readoutHidden, "integer in [0, 100000]"],
    vertices: [vertices, readout === "linear" ? "integer in [1, 100000]" : "integer ≥ 0"],
    seed: [seed, "integer ≥ 0"],
  });
  checkChoices(caller, { readout: [readout, readoutKinds] });
  checkKinds(caller, { selfLoops: [selfLoops, "boolean"] });
  return { features, outputs, readout, readoutHidden, vertices, selfLoops, seed };
}

/** The most weights of a network: 128 MiB of float32. */
const mostWeights = 2 ** 25;

/** Refuses a network that is too large, before anything is made of it. */
export function checkSize(
  caller: string,
  { readoutHidden, outputs, readout, vertices }: Required<GraphNetworkOptions>,
  weightsOfLayers: number,
  width: number,
): void {
  const ofGraph = readout === "linear" ? vertices * width : width;
  const ofReadout = readoutHidden > 0 ? readoutHidden * (ofGraph + outputs) : ofGraph * outputs;
  const weights = weightsOfLayers + ofReadout;
  if (weights > mostWeights)
    throw refusal(
      new RangeError(
        `${caller}: expected at most ${mostWeights} weights, got ${weights}; lessen features, width or layers`,
      ),
    );
}

/** Which cross-entropy: of a sigmoid of one logit, or of a softmax of several. */
export type LossKind = "binary" | "categorical";

/** What is asked of a network over graphs. */
export interface TaskOptions {
  /** A decision for each graph (`label`), or for each vertex (`labels`). Default `graph`. */
  readonly task?: Task;
}

/** Options of a pass over graphs that changes nothing. */
export interface GraphPassOptions {
  /** Graphs at once; an integer ≥ 1. Default 64. */
  readonly batchSize?: number | undefined;
  /** Stops before the next batch. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `evaluate`. */
export interface GraphEvaluateOptions extends TaskOptions, GraphPassOptions {
  /** Default: `binary` with one output, else `categorical`. */
  readonly loss?: LossKind;
}

/** What `evaluate` measures. */
export interface GraphEvaluation {
  /** Mean cross-entropy, nats. */
  readonly loss: number;
  /** The part that is decided rightly, in [0, 1]. */
  readonly accuracy: number;
  /** Graphs, or vertices of known class. */
  readonly count: number;
}

/** Options of `fit`. */
export interface GraphFitOptions extends FitOptions<GraphEvaluation, readonly Graph[]>, TaskOptions {
  /** Default: `binary` with one output, else `categorical`. */
  readonly loss?: LossKind;
  /** λ ≥ 0 of λ·½Σw² added to the loss, biases and norms left out. Default 0. */
  readonly l2?: number;
}

/** What `predict` says of one graph. */
export interface GraphPrediction {
  /** One row for the graph, or one for each vertex: f of the decision, or the softmax over the classes. */
  readonly probabilities: Float32Array;
  /** The class of the graph (one), or of each vertex. */
  readonly classes: Int32Array;
}

/** What `attention` says of one graph. */
export interface GraphAttentionTrace {
  /** [from, to], with both directions and the loops: from attends to to. */
  readonly edges: readonly (readonly [from: number, to: number])[];
  /** Of each layer α, row by row: [edges, heads]. */
  readonly layers: readonly { readonly heads: number; readonly weights: Float32Array }[];
  /** α of each vertex in an `attention` read-out. */
  readonly readout: Float32Array | undefined;
}

/** The names of {@link GraphPassOptions}. */
export const passNames = ["batchSize", "signal"] as const;

/** Refuses options of a pass of other kinds, or outside their range. */
export function checkPass(caller: string, { batchSize, signal }: GraphPassOptions): void {
  checkNumbers(caller, { batchSize: [batchSize, "integer ≥ 1 or undefined"] });
  checkKinds(caller, { signal: [signal, "AbortSignal or undefined"] });
}
