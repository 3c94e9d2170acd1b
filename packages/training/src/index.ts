export { type BatchSource, type SampleBatch, sampleBatches } from "./batch-source.js";
export { isTrainingState, type RunSettings, readRun } from "./checkpoint.js";
export { DivergenceError } from "./divergence-error.js";
export { type BatchLosses, LossQueue } from "./loss-queue.js";
export { checkNoTraining, oneTraining } from "./one-training.js";
export { type AdamOptions, adam } from "./optimizers/adam.js";
export {
  chooseOptimizer,
  type OptimizerChoice,
  type OptimizerOptions,
  optimizer,
} from "./optimizers/choose-optimizer.js";
export { clipByGlobalNorm } from "./optimizers/clip.js";
export type { LearningRate } from "./optimizers/learning-rate.js";
export type { Optimizer, Slots } from "./optimizers/optimizer.js";
export { type RmspropOptions, rmsprop } from "./optimizers/rmsprop.js";
export { type SgdOptions, sgd } from "./optimizers/sgd.js";
export type { Player, StepContext } from "./player.js";
export { cosine, geometric, type Schedule, stepwise, valueAt } from "./schedule.js";
export { type Purpose, stream } from "./stream.js";
export { train } from "./train.js";
export { type FitOptions, fitOptionNames, type NetworkTraining, trainNetwork } from "./train-network.js";
export {
  type BatchReport,
  type EpochReport,
  type Training,
  type TrainOptions,
  trainOptionNames,
} from "./train-options.js";
export type { Trainable } from "./trainable.js";
