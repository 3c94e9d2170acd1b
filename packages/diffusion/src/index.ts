export { imageErrorCost, noiseErrorCost, priorCost, reconstructionConstant } from "./chain/level-costs.js";
export {
  type DownStep,
  type NoiseSchedule,
  noiseSchedule,
  type Posterior,
  type ScheduleName,
} from "./chain/noise-schedule.js";
export type { Prediction } from "./chain/prediction.js";
export type { ConditionOptions } from "./condition.js";
export { Diffusion } from "./diffusion.js";
export type { CompleteDiffusionOptions, DiffusionOptions } from "./diffusion-options.js";
export type { DiffusionElbo, DiffusionElboOptions } from "./elbo.js";
export type { DiffusionFitOptions, DiffusionValidation } from "./fit.js";
export { type Coder, LatentDiffusion, type LatentDiffusionOptions } from "./latent-diffusion.js";
export type { InpaintOptions } from "./sampling/inpaint.js";
export type { DiffusionInterpolateOptions } from "./sampling/interpolate.js";
export type { DiffusionEncodeOptions } from "./sampling/invert.js";
export type { DiffusionSampleOptions, SampleStep } from "./sampling/sample-options.js";
