export {
  type AggregatePosterior,
  type AggregatePosteriorOptions,
  aggregatePosterior,
  type LatentModel,
  mixtureSampler,
} from "./aggregate-posterior.js";
export { digitSampler } from "./digit-sampler.js";
export { type FitMixtureOptions, fitMixture } from "./fit-mixture.js";
export type { GaussianMixture, MixtureComponent } from "./gaussian-mixture.js";
export { readMixture, writeMixture } from "./mixture-file.js";
