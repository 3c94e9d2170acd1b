export { architectureDiagram } from "./architecture-diagram.js";
export { type Covariance, type CovarianceKind, covariance } from "./covariance.js";
export type { EvaluateOptions, Evaluation } from "./evaluate.js";
export type { BatchReport, EpochReport, FitOptions, FitResult } from "./fit.js";
export { GaussianVae } from "./gaussian-vae.js";
export type {
  ForwardOptions,
  GaussianFitOptions,
  GaussianVaeOptions,
  SampleOptions,
} from "./gaussian-vae-options.js";
export {
  type HierarchicalEvaluation,
  type HierarchicalFitOptions,
  HierarchicalVae,
  type HierarchicalVaeOptions,
} from "./hierarchical-vae/hierarchical-vae.js";
export type { ImageSplit, Images } from "./images.js";
export type { KlWarmup } from "./kl-warmup.js";
export type { LatentActivity } from "./latent-activity.js";
export { relu, sigmoid } from "./layers/activation.js";
export { batchNorm } from "./layers/batch-norm.js";
export { type ConvTranspose2dOptions, convTranspose2d } from "./layers/conv-transpose2d.js";
export { type Conv2dOptions, conv2d } from "./layers/conv2d.js";
export { dropout } from "./layers/dropout.js";
export { flatten, unflatten } from "./layers/flatten.js";
export type { Layer, LayerFactory, Pass, Shape, Weight } from "./layers/layer.js";
export { linear } from "./layers/linear.js";
export { maxPool2d } from "./layers/max-pool2d.js";
export { upsampleBicubic } from "./layers/upsample-bicubic.js";
export { meanSquare, negativeElbo } from "./loss.js";
export { type NearestImage, nearestImages } from "./nearest-image.js";
export { type AdamOptions, adam } from "./optimizers/adam.js";
export { clipByGlobalNorm } from "./optimizers/clip.js";
export { type Optimizer, type OptimizerOptions, optimizer } from "./optimizers/optimizer.js";
export { cosineDecay, type Schedule, stepDecay } from "./optimizers/schedule.js";
export { type SgdOptions, sgd } from "./optimizers/sgd.js";
export { type AnyCanvas, type ImageSheetOptions, imageSheet } from "./pictures/image-sheet.js";
export { interpolate, latentGrid } from "./pictures/latent-points.js";
export { type LatentScatterOptions, latentScatter } from "./pictures/latent-scatter.js";
export { Sequential } from "./sequential.js";
export { faithfulStages, type Stage } from "./stages.js";
export type { DiagonalGaussian } from "./standard-vae/diagonal-gaussian.js";
export type {
  ElboLevel,
  ElboMeasurement,
  ElboOptions,
  ElboTerms,
  LevelEvaluation,
} from "./standard-vae/elbo.js";
export type {
  ElboFitOptions,
  ElboModel,
  ElboSampleOptions,
  ObjectiveOptions,
} from "./standard-vae/elbo-model.js";
export type { ElboModelOptions } from "./standard-vae/elbo-model-options.js";
export type { ImportanceOptions } from "./standard-vae/importance-bound.js";
export { freeBitsKl, klDivergence } from "./standard-vae/kl-divergence.js";
export type { LabelOptions, Labels } from "./standard-vae/labels.js";
export { type Likelihood, negativeLogLikelihood } from "./standard-vae/likelihood.js";
export {
  type ElboEvaluation,
  type Posterior,
  type StandardFitOptions,
  StandardVae,
  type StandardVaeOptions,
} from "./standard-vae/standard-vae.js";
