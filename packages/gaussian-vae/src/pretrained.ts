import { fetchBytes } from "@elbowjs/safetensors";
import { GaussianVae } from "./gaussian-vae.js";

/** Where the weights lie: beside `src` and `dist` alike. */
const weights = new URL("../weights/mnist.safetensors", import.meta.url);

/**
 * The Gaussian autoencoder trained on MNIST (28×28, z of 10), ready to generate. Its training, numbers and limits are in
 * weights/README.md. About 1.1 MB are fetched, or read from the package's folder in Node.
 *
 * @param url where else the weights are served. Default: inside this package.
 * @returns a model that the caller disposes of.
 * @throws Error if the weights cannot be fetched.
 * @example
 * const vae = await pretrained();
 * const digits = vae.sample(20, { noise: 1 });
 */
export async function pretrained(url: string | URL = weights): Promise<GaussianVae> {
  return GaussianVae.fromSafetensors(await fetchBytes("pretrained", url));
}
