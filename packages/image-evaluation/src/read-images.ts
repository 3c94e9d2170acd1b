import { breather } from "@elbowjs/backend";
import { dispose, tidy } from "@tensorflow/tfjs-core";
import type { ImageClassifier } from "./image-classifier.js";
import { type ImageSource, type ImageSourceOptions, imageBatches } from "./image-source.js";

/** What a classifier makes of images, one by one: what all measures are made of. */
export interface ReadImages {
  /** Images read. */
  readonly size: number;
  /** Features per image, d. */
  readonly width: number;
  /** n × d numbers, image after image. */
  readonly features: Float32Array;
  /** The most probable class of each image. */
  readonly classes: Int32Array;
  /** Its probability, in [0, 1]. */
  readonly confidence: Float32Array;
  /** Classes that the classifier tells apart. */
  readonly classCount: number;
}

/** Options of {@link readImages}. */
export interface ReadImagesOptions extends ImageSourceOptions {
  /** Stops reading. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads images with a classifier: features, class and confidence of each.
 *
 * @param source a model with `sample(n, { seed })`, or images of any kind that `toSamples` of @elbowjs/samples takes.
 * @throws RangeError for options outside their range, images of another shape than the classifier's, or values that are not in
 *   [0, 1]; TypeError for another kind of source.
 */
export async function readImages(
  caller: string,
  classifier: ImageClassifier,
  source: ImageSource,
  { signal, ...taking }: ReadImagesOptions,
): Promise<ReadImages> {
  const { imageShape, classes: classCount } = classifier.options;
  const width = classifier.head.inputShape[0]!;
  const breathe = breather({ signal });
  const rows: number[] = [];
  const classes: number[] = [];
  const confidence: number[] = [];
  for await (const images of imageBatches(caller, source, imageShape, taking)) {
    const read = tidy(() => {
      const features = classifier.features(images);
      return { features, probabilities: classifier.classifyFeatures(features) };
    });
    const [features, probabilities] = [await read.features.data(), await read.probabilities.data()];
    dispose([images, read.features, read.probabilities]);
    for (const feature of features) rows.push(feature);
    for (let start = 0; start < probabilities.length; start += classCount) {
      const row = probabilities.subarray(start, start + classCount);
      const largest = Math.max(...row);
      classes.push(row.indexOf(largest));
      confidence.push(largest);
    }
    await breathe();
  }
  return {
    size: classes.length,
    width,
    features: Float32Array.from(rows),
    classes: Int32Array.from(classes),
    confidence: Float32Array.from(confidence),
    classCount,
  };
}
