export { type Divergence, type DivergenceAdvice, DivergenceError } from "./divergence-error.js";
export { bestEpoch, isStale } from "./early-stopping.js";
export { checkNoTraining, isTraining, oneTraining } from "./one-training.js";
export {
  type CompleteRunOptions,
  completeRunOptions,
  type RunDefaults,
  type RunOptions,
  runOptionNames,
} from "./run-options.js";
export type { BatchReport, EpochReport, Training } from "./run-reports.js";
export {
  checkSame,
  isTrainingState,
  type ModelContent,
  type RunSettings,
  type RunState,
  readRun,
  resumeRun,
  writeRun,
} from "./run-state.js";
export {
  checkSchedule,
  cosine,
  geometric,
  type Schedule,
  scheduleData,
  stepwise,
  valueAt,
} from "./schedule.js";
export { type Purpose, stream } from "./stream.js";
