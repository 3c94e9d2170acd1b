export {
  type AggregatePosterior,
  type AggregatePosteriorOptions,
  aggregatePosterior,
  type LatentModel,
} from "../aggregate-posterior/aggregate-posterior.js";
export { type FitMixtureOptions, fitMixture } from "../aggregate-posterior/fit-mixture.js";
export type { GaussianMixture, MixtureComponent } from "../aggregate-posterior/gaussian-mixture.js";
export { type FeatureStatistics, featureStatistics } from "../quality/feature-statistics.js";
export { frechetDistance } from "../quality/frechet-distance.js";
export type { ImageSource, ImageSourceOptions, Sampler } from "../quality/image-source.js";
export { type SampleQuality, type SampleQualityOptions, sampleQuality } from "../quality/sample-quality.js";
export { crossEntropy } from "./cross-entropy.js";
export { digitClassifier } from "./digit-classifier.js";
export type { ClassifierEvaluation } from "./evaluate-classifier.js";
export type { ClassifierFitOptions, ClassifierReport } from "./fit-classifier.js";
export { ImageClassifier, type ImageClassifierOptions } from "./image-classifier.js";
export type { LabelledSplit } from "./labelled-images.js";
