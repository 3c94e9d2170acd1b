export { adjustedRandIndex } from "./adjusted-rand-index.js";
export { type BestMatch, bestMatch } from "./best-match.js";
export { type CentersGradient, type CentersGradientOptions, centersGradient } from "./centers-gradient.js";
export { assignmentEntropy, clusterCounts, isCollapsed, usedClusters } from "./cluster-usage.js";
export type { Clustering, ClusteringOptions, IterationReport } from "./clustering.js";
export { type CompetitiveLearningOptions, competitiveLearning } from "./competitive-learning.js";
export { type ConfusionTableOptions, confusionTable } from "./confusion-table.js";
export { DivergenceError } from "./divergence-error.js";
export type { BatchReport, EpochReport, FitOptions, History } from "./fit.js";
export { type LloydOptions, lloyd } from "./lloyd.js";
export { type MiniBatchOptions, miniBatch } from "./mini-batch.js";
export { KMeansNetwork } from "./network.js";
export type {
  Evaluation,
  InitOptions,
  KMeansNetworkJSON,
  KMeansNetworkOptions,
  PartialFitOptions,
  PassOptions,
} from "./network-options.js";
export { normalizedMutualInformation } from "./normalized-mutual-information.js";
export type { GradientKind, Objective, Reduction, UpdateRule } from "./objective.js";
export { purity } from "./purity.js";
export type { ByteSamples, DenseSamples, Samples } from "./samples.js";
export { cosine, geometric, type Schedule } from "./schedule.js";
export type { Seeding } from "./seeding.js";
export type { StepSettings } from "./step.js";
