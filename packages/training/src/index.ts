export {
  type BatchReport,
  checkNoTraining,
  cosine,
  DivergenceError,
  type EpochReport,
  geometric,
  isTrainingState,
  oneTraining,
  type Purpose,
  type RunSettings,
  readRun,
  type Schedule,
  stepwise,
  stream,
  type Training,
  valueAt,
} from "@elbowjs/runs";
export { type BatchSource, type SampleBatch, sampleBatches } from "./batch-source.js";
export { type BatchLosses, LossQueue } from "./loss-queue.js";
export { Model } from "./model.js";
export { newModel } from "./new-model.js";
export { openModel } from "./open-model.js";
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
export { train } from "./train.js";
export { type FitOptions, fitOptionNames, type NetworkTraining, trainNetwork } from "./train-network.js";
export { type TrainOptions, trainOptionNames } from "./train-options.js";
export type { Trainable } from "./trainable.js";
