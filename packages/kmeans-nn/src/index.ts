export { type CentersGradient, type CentersGradientOptions, centersGradient } from "./centers-gradient.js";
export { assignmentEntropy, clusterCounts, isCollapsed, usedClusters } from "./cluster-usage.js";
export { type ConfusionTableOptions, confusionTable } from "./confusion-table.js";
export { DivergenceError } from "./divergence-error.js";
export type { BatchReport, EpochReport, FitOptions, History } from "./fit.js";
export {
  type Evaluation,
  type InitOptions,
  KMeansNetwork,
  type KMeansNetworkJSON,
  type KMeansNetworkOptions,
  type PassOptions,
  type StepRates,
} from "./network.js";
export type { GradientKind, Objective, Reduction, UpdateRule } from "./objective.js";
export type { ByteSamples, DenseSamples, Samples } from "./samples.js";
export { cosine, geometric, type Schedule } from "./schedule.js";
export type { Seeding } from "./seeding.js";
export type { StepSettings } from "./step.js";
