export { type BatchReport, cosine, DivergenceError, geometric, type Schedule, stepwise } from "@elbowjs/runs";
export type { SampleSource, Samples, SamplesInput } from "@elbowjs/samples";
export type { Clustering, ClusteringOptions, IterationReport } from "./algorithms/clustering.js";
export { type CompetitiveLearningOptions, competitiveLearning } from "./algorithms/competitive-learning.js";
export { type LloydOptions, lloyd } from "./algorithms/lloyd.js";
export {
  type LloydCheckpoint,
  type LloydInPassesOptions,
  lloydInPasses,
  type PassesClustering,
} from "./algorithms/lloyd-in-passes.js";
export { type MiniBatchOptions, miniBatch } from "./algorithms/mini-batch.js";
export {
  type FarthestSample,
  mergePartials,
  nextCenters,
  type PartialSums,
  type PartialSumsOptions,
  partialSums,
} from "./algorithms/partial-sums.js";
export type { PassesInput } from "./data/passes.js";
export { adjustedRandIndex } from "./metrics/adjusted-rand-index.js";
export { type BestMatch, bestMatch } from "./metrics/best-match.js";
export { assignmentEntropy, clusterCounts, isCollapsed, usedClusters } from "./metrics/cluster-usage.js";
export { type ConfusionTableOptions, confusionTable } from "./metrics/confusion-table.js";
export { normalizedMutualInformation } from "./metrics/normalized-mutual-information.js";
export { purity } from "./metrics/purity.js";
export type { EpochReport, FitOptions, Training } from "./network/fit-options.js";
export { KMeansNetwork } from "./network/k-means-network.js";
export type {
  EvaluateOptions,
  Evaluation,
  InitOptions,
  KMeansNetworkJSON,
  KMeansNetworkOptions,
  PartialFitOptions,
  PassOptions,
  SaveOptions,
} from "./network/network-options.js";
export {
  type KMeansParallelOptions,
  kMeansParallel,
  type SeedingReport,
} from "./seeding/k-means-parallel.js";
export type { Seeding } from "./seeding/seeding.js";
export {
  type CentersGradient,
  type CentersGradientOptions,
  centersGradient,
} from "./steps/centers-gradient.js";
export type { GradientKind, Objective, Reduction, UpdateRule } from "./steps/objective.js";
export type { StepSettings } from "./steps/step-kernel.js";
