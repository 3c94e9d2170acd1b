import { fetchBytes } from "@elbowjs/safetensors";
import { ImageClassifier } from "./image-classifier.js";

/** Where the weights lie: beside `src` and `dist` alike. */
const weights = new URL("../weights/mnist-classifier.safetensors", import.meta.url);

/**
 * The classifier trained on MNIST's training images, ready to read digits. Its training, numbers and limits are in
 * weights/README.md. About 100 kB are fetched, or read from the package's folder in Node.
 *
 * @param url where else the weights are served. Default: inside this package.
 * @returns a classifier that the caller disposes of.
 * @throws Error if the weights cannot be fetched.
 * @example
 * const classifier = await digitClassifier();
 * const probabilities = classifier.classify(vae.sample(20)); // [20, 10]
 */
export async function digitClassifier(url: string | URL = weights): Promise<ImageClassifier> {
  return ImageClassifier.fromSafetensors(await fetchBytes("digitClassifier", url));
}
