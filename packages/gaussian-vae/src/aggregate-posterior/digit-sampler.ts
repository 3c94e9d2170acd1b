import { fetchBytes } from "@elbowjs/safetensors";
import { GaussianVae } from "../gaussian-vae.js";
import { type AggregatePosterior, mixtureSampler } from "./aggregate-posterior.js";
import { readMixture } from "./mixture-file.js";

/** Where the files lie: beside `src` and `dist` alike. */
const model = new URL("../../weights/mnist-digits.safetensors", import.meta.url);
const mixture = new URL("../../weights/mnist-digits-mixture.safetensors", import.meta.url);

/**
 * The Gaussian autoencoder with a learnt variance, trained on MNIST, and its aggregate posterior, ready to draw digits that a classifier
 * recognises. The training, numbers and limits are in weights/README.md. About 1.1 MB are fetched, or read from the package's
 * folder in Node.
 *
 * @param urls where else the two files are served. Default: inside this package.
 * @returns a sampler, whose `model` the caller disposes of.
 * @throws Error if a file cannot be fetched.
 * @example
 * const digits = await digitSampler();
 * const images = digits.sample(20, { seed: 1 }); // [20, 28, 28, 1]
 */
export async function digitSampler(
  urls: { readonly model?: string | URL; readonly mixture?: string | URL } = {},
): Promise<AggregatePosterior & { readonly model: GaussianVae }> {
  const [weights, fitted] = await Promise.all(
    [urls.model ?? model, urls.mixture ?? mixture].map((url) => fetchBytes("digitSampler", url)),
  );
  const components = readMixture(fitted!);
  const vae = await GaussianVae.fromSafetensors(weights!);
  return { ...mixtureSampler(vae, components), model: vae };
}
