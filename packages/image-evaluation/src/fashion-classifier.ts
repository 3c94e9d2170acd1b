import { fetchBytes } from "@elbowjs/safetensors";
import { ImageClassifier } from "./image-classifier.js";

/** Where the weights lie: beside `src` and `dist` alike. */
const weights = new URL("../weights/fashion-mnist-classifier.safetensors", import.meta.url);

/**
 * The classifier trained on Fashion-MNIST's training images, ready to tell T-shirts from shirts about as well as its size allows. Its
 * training, numbers and limits are in weights/README.md. About 100 kB are fetched, or read from the package's folder in Node.
 *
 * @param url where else the weights are served. Default: inside this package.
 * @returns a classifier that the caller disposes of.
 * @throws Error if the weights cannot be fetched.
 * @example
 * const classifier = await fashionClassifier();
 * const made = await sampleQuality(classifier, gan, { count: 10_000 });
 */
export async function fashionClassifier(url: string | URL = weights): Promise<ImageClassifier> {
  return ImageClassifier.fromSafetensors(await fetchBytes("fashionClassifier", url));
}
