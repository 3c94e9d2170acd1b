export { type Autoencoder, architectureDiagram } from "./architecture-diagram.js";
export type { Covariance, CovarianceKind } from "./covariance.js";
export type { LabelOptions } from "./elbo/context.js";
export type { DiagonalGaussian } from "./elbo/diagonal-gaussian.js";
export type {
  ElboLevel,
  ElboMeasurement,
  ElboOptions,
  ElboTerms,
  LevelEvaluation,
} from "./elbo/elbo.js";
export type { ElboFitOptions } from "./elbo/elbo-fit-options.js";
export type { ElboModel } from "./elbo/elbo-model.js";
export type { ElboModelOptions, ElboSampleOptions, ObjectiveOptions } from "./elbo/elbo-model-options.js";
export type { ImportanceOptions } from "./elbo/importance-bound.js";
export { freeBitsKl, klDivergence } from "./elbo/kl-divergence.js";
export { type Likelihood, negativeLogLikelihood } from "./elbo/likelihood.js";
export {
  type ElboEvaluation,
  type Posterior,
  type StandardFitOptions,
  StandardVae,
  type StandardVaeOptions,
} from "./elbo/standard-vae.js";
export type { EvaluateOptions, Evaluation } from "./evaluate.js";
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
export type { KlWarmup } from "./kl-warmup.js";
export type { LatentActivity } from "./latent-activity.js";
export { meanSquare, negativeElbo } from "./loss.js";
export { interpolate, latentGrid } from "./pictures/latent-points.js";
export { type LatentScatterOptions, latentScatter } from "./pictures/latent-scatter.js";
export { faithfulStages, type Stage } from "./stages.js";
