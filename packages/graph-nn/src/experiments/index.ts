export { cyclesExperiment, disturbanceExperiment, parityExperiment } from "./decisions.js";
export { type Experiment, type ExperimentRow, holds, type RunOptions } from "./experiment.js";
export { type KHopTrial, kHopExperiment, trainKHop } from "./k-hop.js";
export { type CitationOptions, citationExperiment, karateExperiment } from "./vertices.js";
