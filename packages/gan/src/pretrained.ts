import { refusal, shown } from "@elbowjs/arguments";
import { fetchBytes } from "@elbowjs/safetensors";
import { Gan } from "./gan.js";

/** Where the weights lie: beside `src` and `dist` alike. */
const weights = new URL("../weights/mnist.safetensors", import.meta.url);

/**
 * The convolutional GAN trained on MNIST (28×28, z of 64), ready to generate. Its training, numbers and limits are in weights/README.md. About
 * 1 MB is fetched, or read from the package's folder in Node.
 *
 * @param url where else the weights are served. Default: inside this package.
 * @returns a model that the caller disposes of; its `sample(n, { seed })` gives images in [0, 1].
 * @throws TypeError for what is no URL; Error if the weights cannot be fetched.
 * @example
 * const gan = await pretrained();
 * const digits = gan.sample(20, { seed: 1 }); // [20, 28, 28, 1]
 */
export async function pretrained(url: string | URL = weights): Promise<Gan> {
  if (!(typeof url === "string" || url instanceof URL))
    throw refusal(new TypeError(`pretrained: expected url to be a string or a URL, got ${shown(url)}`));
  return Gan.fromSafetensors(await fetchBytes("pretrained", url));
}
