export { type FeatureStatistics, featureStatistics, frechetDistance } from "@elbowjs/divergences";
export { type ClassBalance, classBalance } from "./class-balance.js";
export { classSpread } from "./class-spread.js";
export { crossEntropy } from "./cross-entropy.js";
export { type DifferentBins, type DifferentBinsOptions, differentBins } from "./different-bins.js";
export { digitClassifier } from "./digit-classifier.js";
export type { ClassifierEvaluateOptions, ClassifierEvaluation } from "./evaluate-classifier.js";
export { fashionClassifier } from "./fashion-classifier.js";
export type { ClassifierFitOptions } from "./fit-classifier.js";
export { ImageClassifier, type ImageClassifierOptions } from "./image-classifier.js";
export type { ImageSource, ImageSourceOptions, Sampler } from "./image-source.js";
export { type NearestImage, nearestImages } from "./nearest-image.js";
export {
  type FeatureRows,
  type PrecisionRecall,
  type PrecisionRecallOptions,
  precisionRecall,
} from "./precision-recall.js";
export type { ReadImages, ReadImagesOptions } from "./read-images.js";
export { type SampleQuality, type SampleQualityOptions, sampleQuality } from "./sample-quality.js";
export { shiftImages } from "./shift-images.js";
