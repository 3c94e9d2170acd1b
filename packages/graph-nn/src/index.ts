export { identityFeatures } from "./graph/features.js";
export type { EdgeList, Graph, Task } from "./graph/graph.js";
export { hopDistances } from "./graph/hop-distances.js";
export { type PositionOptions, withPositions } from "./graph/positions.js";
export {
  type GraphAttentionOptions,
  type GraphAttentionResult,
  graphAttention,
} from "./graph-attention.js";
export { GraphAttentionNetwork, type GraphAttentionNetworkOptions } from "./graph-attention-network.js";
export type { GraphForward, GraphNetwork } from "./graph-network.js";
export type {
  GraphAttentionTrace,
  GraphEvaluateOptions,
  GraphEvaluation,
  GraphFitOptions,
  GraphNetworkOptions,
  GraphPassOptions,
  GraphPrediction,
  LossKind,
  TaskOptions,
} from "./graph-network-options.js";
export { GraphTransformer, type GraphTransformerOptions } from "./graph-transformer.js";
export { type Embedding, type Influence, type InfluenceOptions, influence } from "./influence.js";
export { binaryCrossEntropy, categoricalCrossEntropy } from "./loss.js";
export {
  type FigureLook,
  influenceFigure,
  type RingsFigureOptions,
  ringsFigure,
  type StaircaseCell,
  staircaseFigure,
} from "./pictures/figures.js";
export { type RingLayout, ringLayout } from "./pictures/ring-layout.js";
export { readCora, type SplitOptions, splitVertices } from "./readers/cora.js";
export { readEdgeList } from "./readers/edge-list.js";
export type { ReadGraph, ReadOptions } from "./readers/graph-records.js";
export { type GraphologyGraph, readGraphology } from "./readers/graphology.js";
export { readJsonGraph } from "./readers/json-graph.js";
export type { ReadoutKind } from "./readout.js";
export { cyclesTask } from "./tasks/cycles.js";
export { type DisturbanceOptions, disturbanceTask, type SensorNetwork } from "./tasks/disturbance.js";
export { type KHopOptions, kHopTask } from "./tasks/k-hop.js";
export { karateClub } from "./tasks/karate-club.js";
export { type ParityOptions, parityTask } from "./tasks/parity.js";
