import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { breather } from "@elbowjs/backend";
import { type FeatureStatistics, featureStatistics } from "@elbowjs/divergences";
import { dispose, tidy } from "@tensorflow/tfjs-core";
import type { ImageClassifier } from "./image-classifier.js";
import { type ImageSource, type ImageSourceOptions, imageBatches } from "./image-source.js";

/** Options of {@link sampleQuality}. */
export interface SampleQualityOptions extends ImageSourceOptions {
  /** Largest probability from which an image counts as read with confidence, in (0, 1]. Default 0.9. */
  readonly confidence?: number;
  /** Stops reading. Default: none. */
  readonly signal?: AbortSignal | undefined;
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
  /** Mean and covariance of the classifier's features, for {@link frechetDistance}. */
  readonly features: FeatureStatistics;
}

/**
 * What a classifier makes of images: how many it reads with confidence, and as what. Samples of a good model are read as real
 * images are: as confidently, with the same share of each class, and at a small Fréchet distance of the features.
 *
 * @param source a model with `sample(n, { seed })`, or images as a split, a Float32Array or a tensor; at least 2.
 * @throws RangeError for options outside their range, images of another shape than the classifier's, or values that are not
 *   finite; TypeError for another kind of source.
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
  const { confidence = 0.9, signal, ...taking } = options;
  checkNumbers("sampleQuality", { confidence: [confidence, "(0, 1]"] });
  const breathe = breather({ signal });
  const { imageShape, classes } = classifier.options;
  const rows: number[] = [];
  const counts = new Array<number>(classes).fill(0);
  let [size, confident, certainty] = [0, 0, 0];
  for await (const images of imageBatches("sampleQuality", source, imageShape, taking)) {
    const read = tidy(() => {
      const features = classifier.features(images);
      return { features, probabilities: classifier.classifyFeatures(features) };
    });
    const [features, probabilities] = [await read.features.data(), await read.probabilities.data()];
    dispose([images, read.features, read.probabilities]);
    for (const feature of features) rows.push(feature);
    for (let start = 0; start < probabilities.length; start += classes) {
      const row = probabilities.subarray(start, start + classes);
      const largest = Math.max(...row);
      size += 1;
      certainty += largest;
      if (largest >= confidence) confident += 1;
      counts[row.indexOf(largest)]! += 1;
    }
    await breathe();
  }
  return {
    size,
    confident: confident / size,
    meanConfidence: certainty / size,
    classShares: counts.map((count) => count / size),
    features: featureStatistics(rows, classifier.head.inputShape[0]!),
  };
}
