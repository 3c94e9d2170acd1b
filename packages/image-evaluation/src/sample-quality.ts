import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { type FeatureStatistics, featureStatistics } from "@elbowjs/divergences";
import { type ClassBalance, classBalance } from "./class-balance.js";
import { classSpread } from "./class-spread.js";
import type { ImageClassifier } from "./image-classifier.js";
import type { ImageSource } from "./image-source.js";
import { type ReadImages, type ReadImagesOptions, readImages } from "./read-images.js";

/** Options of {@link sampleQuality}. */
export interface SampleQualityOptions extends ReadImagesOptions {
  /** Largest probability from which an image counts as read with confidence, in (0, 1]. Default 0.9. */
  readonly confidence?: number;
}

/** What {@link sampleQuality} returns. */
export interface SampleQuality {
  /** Images read. */
  readonly size: number;
  /** Share of them whose largest class probability is at least `confidence`, in [0, 1]. */
  readonly confident: number;
  /** Mean of the largest class probability, in [0, 1]. */
  readonly meanConfidence: number;
  /** Share of each class among all of them, by largest probability; the sum is 1. */
  readonly classShares: readonly number[];
  /** Whether the classes come equally often; see {@link classBalance}. */
  readonly balance: ClassBalance;
  /** How far the images of each class lie apart, by their features; see {@link classSpread}. */
  readonly spread: readonly number[];
  /** Mean and covariance of the classifier's features, for {@link frechetDistance}. */
  readonly features: FeatureStatistics;
  /** What the classifier made of each image, for {@link precisionRecall} and {@link differentBins}. */
  readonly read: ReadImages;
}

/**
 * What a classifier makes of images: how many it reads with confidence, and as what. Samples of a good model are read as real
 * images are: as confidently, with the same share of each class, as far apart within a class, and at a small Fréchet distance of
 * the features.
 *
 * @param source a model with `sample(n, { seed })`, or images of any kind that `toSamples` of @elbowjs/samples takes; at least 2.
 * @throws RangeError for options outside their range, images of another shape than the classifier's, or values that are not in
 *   [0, 1]; TypeError for another kind of source, or an option that does not exist.
 * @example
 * const real = await sampleQuality(classifier, test);
 * const made = await sampleQuality(classifier, vae, { count: 10_000 });
 * const distance = frechetDistance(made.features, real.features);
 */
export async function sampleQuality(
  classifier: ImageClassifier,
  source: ImageSource,
  options: SampleQualityOptions = {},
): Promise<SampleQuality> {
  checkOptions("sampleQuality", options, ["confidence", "count", "seed", "batchSize", "signal"]);
  checkKinds("sampleQuality", {
    classifier: [
      classifier,
      { options: { imageShape: ["number"], classes: "number" }, features: "function", head: "object" },
    ],
  });
  const { confidence = 0.9, ...reading } = options;
  checkNumbers("sampleQuality", { confidence: [confidence, "(0, 1]"] });
  const read = await readImages("sampleQuality", classifier, source, reading);
  const { size } = read;
  const counts = new Array<number>(read.classCount).fill(0);
  for (const found of read.classes) counts[found]! += 1;
  return {
    size,
    confident: read.confidence.reduce((count, value) => count + Number(value >= confidence), 0) / size,
    meanConfidence: read.confidence.reduce((sum, value) => sum + value, 0) / size,
    classShares: counts.map((count) => count / size),
    balance: classBalance(counts),
    spread: classSpread(read),
    features: featureStatistics(read.features, read.width),
    read,
  };
}
